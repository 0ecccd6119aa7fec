"""What is checked of the settings when the program starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.roles import Role


@register
def check_settings(app_configs: Any, **_: object) -> list[CheckMessage]:
    """Settings that need one another, or a value of a list."""
    errors: list[CheckMessage] = []
    if settings.PUBLIC_DISPUTES and not settings.EMAIL_URL:
        errors.append(Error("PUBLIC_DISPUTES needs EMAIL_URL: who files is asked by mail to confirm", id="config.E001"))
    if settings.OIDC_ROLE and settings.OIDC_ROLE not in set(Role):
        errors.append(Error(f"OIDC_ROLE {settings.OIDC_ROLE!r} is not one of {', '.join(Role)}", id="config.E002"))
    return errors
