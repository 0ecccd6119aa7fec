"""The app's place in Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People."""

    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Have a group for each role after every migration, and after a test has emptied the tables."""
        from accounts.roles import make_groups

        post_migrate.connect(make_groups, sender=self, dispatch_uid="make_groups")
