"""Revoking a key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.actions.keys import revoke_key
from relasi.accounts.queries.actors import actor_of
from relasi.kernel import clock
from relasi.ui import public as ui


def destroy(request: HttpRequest, key_id: int) -> HttpResponse:
    revoke_key(key_id=key_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The key is revoked; programs that use it are refused from now on."))
    return redirect("accounts:key_list")
