"""The app's place in Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Pledgeboard."""

    name = "config"
    verbose_name = "Pledgeboard"

    def ready(self) -> None:
        """Register the checks of the settings."""
        from config import checks  # noqa: F401 - importing it registers them
