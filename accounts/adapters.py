"""How allauth fits this program: nobody signs up by themselves, and a provider's people get the role that is set."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.people import give_role
from accounts.roles import Role


class PeopleAdapter(DefaultAccountAdapter):
    """People are invited by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: `manage.py create_user` or the page of people makes them."""
        return False


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in by the installation's own OpenID Connect provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether somebody whom only the provider knows may come in: where OIDC_ROLE says as what."""
        return bool(settings.OIDC_ROLE)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> User:
        """The new person, with the role that OIDC_ROLE gives and its clearance."""
        user: User = super().save_user(request, sociallogin, form)
        give_role(user, Role(settings.OIDC_ROLE))
        return user
