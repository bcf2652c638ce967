"""A word to the owners by mail, each in their own language."""

from collections.abc import Callable

from django.utils import translation

from relasi.accounts.models import Role, Staff
from relasi.accounts.signing_in.postman import StaffMail, post


def tell_owners(compose: Callable[[], tuple[str, str]]) -> int:
    """Mail what `compose` says, subject and text, to every owner; how many mails left."""
    owners = Staff.objects.filter(role=Role.OWNER, is_active=True).order_by("pk")
    left = 0
    for email, language in owners.values_list("email", "language"):
        with translation.override(language):
            subject, text = compose()
        left += post(StaffMail(email, subject, text))
    return left
