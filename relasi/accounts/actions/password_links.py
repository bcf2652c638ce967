"""A way back in for whoever forgot their password, where no mail can be sent."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts.authorisation import authorise
from relasi.accounts.models import Staff
from relasi.accounts.rules import Actor
from relasi.kernel.errors import NotAllowed, NotFound

from .auditing import record


def password_link_for(*, email: str, by: Actor, now: datetime) -> str:
    """The same for whoever signs in with this address."""
    person = Staff.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        sentence = _("Nobody signs in here with %(email)s, or their seat is closed.")
        raise NotFound(sentence % {"email": email})
    return password_link(staff_id=person.pk, by=by, now=now)


@transaction.atomic
def password_link(*, staff_id: int, by: Actor, now: datetime) -> str:
    """The path that lets this person choose a password: works once, for three days."""
    authorise(by, "edit", "staff")
    person = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if person is None:
        raise NotFound(_("There is nobody here with this number, or their seat is closed."))
    if person.role == "owner" and by.role != "owner":
        raise NotAllowed(_("Only an owner can change an owner."))
    record(by, "made a password link", "staff", staff_id, at=now)
    token = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": token},
    )
