"""API tokens: making one, and what a request that carries one may do."""

from datetime import timedelta

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication

from accounts.models import ApiToken, Scope, User


class ScopedTokenAuthentication(TokenAuthentication):
    """`Authorization: Bearer TOKEN`; `request.auth` is the token, whose scopes the permission asks."""


class ScopedTokenScheme(KnoxTokenScheme):
    """How the OpenAPI schema describes the tokens."""

    target_class = "accounts.tokens.ScopedTokenAuthentication"
    name = "token"


def create_token(*, user: User, scopes: list[str], days: int | None = None, name: str = "") -> str:
    """Make a token for `user` and give it in clear, once; only its hash is kept.

    Raises ValueError for an unknown scope or none.
    """
    unknown = set(scopes) - set(Scope.values)
    if unknown or not scopes:
        wanted = ", ".join(Scope.values)
        raise ValueError(f"scope {', '.join(sorted(unknown)) or 'missing'}: give one or more of {wanted}")
    expiry = timedelta(days=days) if days else None
    _, token = ApiToken.objects.create(user=user, expiry=expiry, scopes=sorted(set(scopes)), name=name)
    return str(token)
