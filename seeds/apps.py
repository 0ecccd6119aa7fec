"""The app's place in Django."""

from django.apps import AppConfig


class SeedsConfig(AppConfig):
    """Starter data."""

    name = "seeds"
    verbose_name = "Starter data"
