"""`relasi password`: a way back in where no mail leads."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from relasi.accounts import testing
from relasi.accounts.models import AuditEntry, Staff
from relasi.project.cli import main

pytestmark = pytest.mark.django_db
NEW = "seven kites over Ubud"


@pytest.fixture(autouse=True)
def in_the_house(monkeypatch):
    cache.clear()
    monkeypatch.setattr("relasi.project.alone.find_house", lambda: None)


def test_whoever_is_locked_out_chooses_a_new_password_by_the_link(client, capsys):
    alice = testing.alice()
    email = Staff.objects.get(pk=alice).email

    main(["password", email.upper()])

    link = urlsplit(capsys.readouterr().out.split()[0]).path
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    fresh = Client()
    fresh.post("/account/login/", {"login": email, "password": NEW})
    assert fresh.get("/settings/profile/").status_code == 200
    entry = AuditEntry.objects.get(action="made a password link")
    assert (entry.actor_name, entry.object_id) == ("Relasi", str(alice))


def test_it_says_when_nobody_signs_in_with_an_address():
    with pytest.raises(SystemExit, match=r"Nobody signs in here with eve@example\.org"):
        main(["password", "eve@example.org"])
