# One door for people and CI. `make run` and `make test` work on a fresh checkout with Python 3.11 or newer and no server.

PYTHON ?= python3
IN := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check lock schema screenshots bench \
  check-lint check-types check-layers check-templates check-migrations check-deployment check-schema
# uv keeps what it downloads in the home directory; an account without one keeps it here.
ifeq ($(shell test -w "$$HOME" && echo yes),)
export UV_CACHE_DIR ?= $(CURDIR)/.venv/.uv-cache
endif
# The machine may trust more certificates (those of a proxy) than uv brings along.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif

help:
	@echo "make run          set up and serve; PORT=8000 DATA_DIR=var override"
	@echo "make test         set up and run every test"
	@echo "make check        linters, types, migrations, deployment checks, API schema"
	@echo "make setup        only the set-up"
	@echo "make lock         resolve the dependencies anew"
	@echo "make schema       write docs/openapi.yaml from the code"
	@echo "make screenshots  make the pictures of the documentation anew"
	@echo "make bench        the benchmarks"

# --- set-up: a lock file that is newer than its stamp is installed -----------------------------

setup: .venv/.installed
setup-dev: .venv/.installed-dev

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another one: make PYTHON=python3.12 …")'
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv || { echo "The module venv is missing or broken; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(IN) -m pip install --quiet --disable-pip-version-check "uv>=0.9"

# With the tools for development installed, `make run` must not take them out again.
.venv/.installed: requirements.lock | .venv/bin/uv
	@echo "Installing the dependencies …"
	@if [ -e .venv/.installed-dev ]; then lock=requirements-dev.lock; else lock=$<; fi; \
	  .venv/bin/uv pip sync --quiet --python $(IN) --require-hashes $$lock
	@touch $@

.venv/.installed-dev: requirements.lock requirements-dev.lock | .venv/bin/uv
	@echo "Installing the dependencies and the tools for development …"
	@.venv/bin/uv pip sync --quiet --python $(IN) --require-hashes requirements-dev.lock
	@touch .venv/.installed $@

# --- use ---------------------------------------------------------------------------------------

run: setup
	@$(IN) manage.py serve

test: setup-dev
	$(IN) -m pytest $(ARGS)

bench: setup-dev
	@for module in bench/[a-z]*.py; do name=$${module#bench/}; $(IN) -m bench.$${name%.py} || exit 1; done

screenshots: setup-dev
	$(IN) -m tests.browser.screenshots

# --- checks ------------------------------------------------------------------------------------

# What the deployment checks are made with: an installation behind HTTPS.
DEPLOYED := HTTPS=1 ALLOWED_HOSTS=pledgeboard.example SECRET_KEY=$(shell printf 'only-for-the-check-%.0s' 1 2 3 4)
CHECKED := DATA_DIR=var/check

# `make -k check` goes on after a failure.
check: check-lint check-types check-layers check-templates check-migrations check-deployment check-schema

check-lint: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

check-types: setup-dev
	$(IN) -m mypy .

check-layers: setup-dev
	.venv/bin/lint-imports

check-templates: setup-dev
	$(IN) -m djlint --quiet --check --lint templates

check-migrations: setup-dev
	$(CHECKED) $(IN) manage.py makemigrations --check --dry-run

check-deployment: setup-dev
	$(CHECKED) $(DEPLOYED) $(IN) manage.py check --deploy --fail-level WARNING

check-schema: setup-dev
	$(CHECKED) $(IN) manage.py spectacular --validate --fail-on-warn --file var/check/openapi.yaml
	diff -u docs/openapi.yaml var/check/openapi.yaml || { echo "docs/openapi.yaml is not what the code says: run make schema" >&2; exit 1; }

schema: setup-dev
	$(IN) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

lock: .venv/bin/uv
	.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --quiet --upgrade --output-file requirements.lock
	.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --quiet --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock
