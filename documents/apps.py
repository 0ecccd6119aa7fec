"""The app's place in Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "documents"
    verbose_name = "Documents"
