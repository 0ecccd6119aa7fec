"""The app's place in Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Pledgeboard."""

    name = "config"
    verbose_name = "Pledgeboard"
