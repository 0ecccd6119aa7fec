"""All settings, from the environment; with no environment at all, the embedded servers under `DATA_DIR`.

Every variable is described in `docs/settings.md`, which a test compares with this file.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config import engines
from config.secrets import kept_secret

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- servers -----------------------------------------------------------------------------------
EMBEDDED = engines.addresses(DATA_DIR)
DATABASE_URL = env.str("DATABASE_URL", default=EMBEDDED.database_url)
REDIS_URL = env.str("REDIS_URL", default=EMBEDDED.redis_url)
CELERY_BROKER_URL = env.str("REDIS_URL", default=EMBEDDED.broker_url)

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default="test_pledgeboard")}
# Compiling the matrix query takes longer than running it.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
if _pool := env.int("DATABASE_POOL", default=0):
    # A new connection per request costs almost half of the throughput; only the web keeps a pool,
    # because a pool's threads do not survive the fork of a Celery worker.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": _pool, "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Counts failed sign-ins; whatever is in it may be lost.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("?virtual_host=", "?db="),
    }
}

# --- security ----------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_READ = env.bool("PUBLIC_READ", default=True)
PUBLIC_DISPUTES = env.bool("PUBLIC_DISPUTES", default=False)
DISPUTE_RATE = env.str("DISPUTE_RATE", default="5/hour")
ALLOW_SELF_PUBLISH = env.bool("ALLOW_SELF_PUBLISH", default=False)

HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.errors.untrusted_form"
SECURE_REFERRER_POLICY = "same-origin"

# --- rooms -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "knox",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "config",
    "accounts",
    "questionnaire",
    "documents",
    "commitments",
    "api",
    "seeds",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PublicReadMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.visitor",
            ],
        },
    }
]

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend", "sesame.backends.ModelBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_ADAPTER = "accounts.adapters.PeopleAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "reauthenticate": "accounts.forms.ConfirmForm"}
ACCOUNT_LOGOUT_REDIRECT_URL = "dashboard"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Pledgeboard"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# The provider is the installation's own, so the addresses that it vouches for are believed.
SOCIALACCOUNT_ADAPTER = "accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = True
OIDC_ROLE = env.str("OIDC_ROLE", default="")
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", default="single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
SESAME_ONE_TIME = True
SESAME_MAX_AGE = 7 * 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- mail --------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="pledgeboard@localhost")

# --- files -------------------------------------------------------------------------------------
MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MAX_DOCUMENT_BYTES = env.int("MAX_DOCUMENT_BYTES", default=100 * 1024 * 1024)
FETCH_PRIVATE_ADDRESSES = env.bool("FETCH_PRIVATE_ADDRESSES", default=False)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- jobs --------------------------------------------------------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_TIME_LIMIT = 900
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "requeue lost documents": {"task": "documents.tasks.sweep", "schedule": 30.0},
    "fetch lost links": {"task": "documents.links.sweep_links", "schedule": 30.0},
    "forget kept answers": {"task": "api.tasks.sweep_kept_answers", "schedule": 600.0},
}
STALE_JOB_SECONDS = env.int("STALE_JOB_SECONDS", default=120)

# --- language model ----------------------------------------------------------------------------
MODEL_URL = env.str("MODEL_URL", default="")
MODEL_NAME = env.str("MODEL_NAME", default="")
MODEL_API_KEY = env.str("MODEL_API_KEY", default="")
MODEL_MARKINGS = env.list("MODEL_MARKINGS", default=["CLEAR"])
MODEL_TIMEOUT_SECONDS = env.float("MODEL_TIMEOUT_SECONDS", default=60.0)
MODEL_REQUESTS_PER_DAY = env.int("MODEL_REQUESTS_PER_DAY", default=200)
MODEL_TOKENS_PER_DAY = env.int("MODEL_TOKENS_PER_DAY", default=0)
if MODEL_URL and not MODEL_NAME:
    raise ImproperlyConfigured("MODEL_URL needs MODEL_NAME: the name of the model at that endpoint")
if MODEL_URL:
    CELERY_BEAT_SCHEDULE["ask the language model"] = {
        "task": "commitments.tasks.sweep_model_runs",
        "schedule": 30.0,
    }

# --- API ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.ScopedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.ReadOrRole"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.ResourceSchema",
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "api.problems.problem_response",
    "URL_FORMAT_OVERRIDE": None,
    "NON_FIELD_ERRORS_KEY": "request",
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": None, "TOKEN_PREFIX": "pb_"}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - a model, no secret
SPECTACULAR_SETTINGS = {
    "TITLE": "Pledgeboard API",
    "DESCRIPTION": "Who has promised what for Ukraine's security, on what conditions, on what evidence.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],
}

# --- history, language, log --------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"httpx": {"level": "WARNING"}},
}
