"""Granian, with the application and its addresses loaded once, before the web processes are forked."""

from django.urls import reverse
from granian.cli import entrypoint

from config import wsgi  # noqa: F401 - loaded for those that are forked

if __name__ == "__main__":
    reverse("healthz")
    entrypoint()
