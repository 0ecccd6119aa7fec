"""API tokens: making one, and what a request that carries one may do."""

from datetime import timedelta
from hmac import compare_digest

from django.utils import timezone
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken, Scope, User


class ScopedTokenAuthentication(TokenAuthentication):
    """`Authorization: Bearer TOKEN`; `request.auth` is the token, whose scopes the permission asks."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """The owner and the token, in one query. Raises AuthenticationFailed, saying what is wrong with it."""
        text = token.decode("ascii", errors="replace")
        digest = hash_token(text)
        candidates = ApiToken.objects.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]).select_related("user")
        found: ApiToken | None = next((one for one in candidates if compare_digest(one.digest, digest)), None)
        if found is None:
            raise AuthenticationFailed("There is no such token.")
        if found.expiry is not None and found.expiry <= timezone.now():
            raise AuthenticationFailed(f"This token expired on {found.expiry:%Y-%m-%d at %H:%M} UTC.")
        if not found.user.is_active:
            raise AuthenticationFailed("The owner of this token is not active any more.")
        return found.user, found


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
