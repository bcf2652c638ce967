"""What differs from allauth's habits: nobody signs up, seeds are sealed, mail has one way out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from relasi.accounts.queries.organisation import organisation
from relasi.kernel import sealing


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff come by invitation."""
        del request
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{organisation().name or 'Relasi'}: {subject}"


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The company's directory opens seats that exist; it makes none."""
        del request, sociallogin
        return False


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return sealing.seal("second-factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal("second-factor", encrypted_text)

    def get_totp_issuer(self) -> str:
        return organisation().name or "Relasi"
