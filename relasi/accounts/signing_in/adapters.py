"""What differs from allauth's habits: nobody signs up, seeds are sealed, mail has one way out."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from relasi.accounts.models import Staff
from relasi.accounts.queries.organisation import organisation
from relasi.kernel import sealing

from . import witnesses


@dataclass(frozen=True, slots=True)
class House:
    """What allauth's mails call the site."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff come by invitation."""
        del request
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{organisation().name or 'Relasi'}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Signed by the organisation, not by the host name of whoever asked."""
        house = House(organisation().name or "Relasi", urlsplit(settings.ORIGIN).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": house})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """To our own address, whatever host name the stranger wrote who asked for the mail."""
        uid, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return f"{settings.ORIGIN}{path}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            witnesses.locked_out(request, credentials.get("email", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        witnesses.refused(request, credentials.get("email", ""), why="password")

    def respond_user_inactive(self, request: HttpRequest, user: Staff) -> HttpResponse:
        witnesses.refused(request, user.email, why="closed seat")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted by account; allauth adds the host name, which a stranger chooses."""
        del request
        return str(credentials.get("email", "")).lower()


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The company's directory opens seats that exist; it makes none."""
        del request, sociallogin
        return False


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    def end_sessions(self, sessions: list[UserSession]) -> None:
        super().end_sessions(sessions)
        if sessions:
            witnesses.ended_sessions(sessions[0].user, len(sessions))


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return sealing.seal("second-factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal("second-factor", encrypted_text)

    def get_totp_issuer(self) -> str:
        return organisation().name or "Relasi"
