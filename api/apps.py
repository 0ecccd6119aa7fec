"""The app's place in Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """API."""

    name = "api"
    verbose_name = "API"
