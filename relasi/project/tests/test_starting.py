"""What is said before anything starts, and how the house is reached once it has."""

import os
import socket
import subprocess
import sys

import pytest
from django.test import Client

from relasi.kernel import environment
from relasi.kernel.environment import BadSetting
from relasi.project import settings as house
from relasi.project import start as starting
from relasi.project.alone import find_house
from relasi.project.cli import main
from relasi.project.supervision.home import CannotStart, Home, check_port
from relasi.project.supervision.up import Address


def said(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return f"{left.value.code}{capsys.readouterr().err}"


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_that_is_none_is_said(capsys, monkeypatch, port):
    assert f"{port} is not a port" in said(capsys, "up", "--port", port)

    monkeypatch.setenv("RELASI_PORT", port)
    assert f"RELASI_PORT={port} is not a whole number from 1 to 65535" in said(capsys, "up")


def test_a_host_that_is_not_ours_is_said():
    with pytest.raises(CannotStart, match=r"198\.51\.100\.7 is not an address of this machine"):
        check_port("198.51.100.7", 8000)


def test_the_port_of_a_killed_run_is_waited_for(monkeypatch):
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    taken.listen()
    with pytest.raises(CannotStart, match=f"Port {port} is taken.* another: --port"):
        check_port("127.0.0.1", port)
    monkeypatch.setenv("STARTED_BY_MAKE", "demo")
    with pytest.raises(CannotStart, match=r"another: RELASI_PORT=\d+ make demo\.$"):
        check_port("127.0.0.1", port)

    monkeypatch.setattr("time.sleep", lambda _seconds: taken.close())
    check_port("127.0.0.1", port, patience=10)


def test_a_run_knows_whether_the_one_before_was_killed(tmp_path):
    first, second, third = (Home(tmp_path) for _ in range(3))
    first.hold()
    assert first._lock
    first._lock.close()  # as the kernel does it for whoever is killed
    second.hold()
    second.release()
    third.hold()
    third.release()

    assert (first.was_killed, second.was_killed, third.was_killed) == (False, True, False)


@pytest.mark.parametrize(
    ("host", "url", "from_here"),
    [
        ("0.0.0.0", "http://localhost:8000", "127.0.0.1"),
        ("::", "http://localhost:8000", "::1"),
        ("192.0.2.5", "http://192.0.2.5:8000", "192.0.2.5"),
        ("2001:db8::5", "http://[2001:db8::5]:8000", "2001:db8::5"),
    ],
)
def test_every_way_to_listen_has_a_way_to_ask(host, url, from_here):
    address = Address(host, 8000)

    assert address.url == url
    assert address.from_here == (from_here, 8000)


@pytest.mark.django_db
def test_the_supervisor_is_answered_whatever_the_house_is_called(settings):
    settings.ALLOWED_HOSTS = house.ALLOWED_HOSTS

    assert Client().get("/health/", headers={"Host": "localhost"}).content == b"ok"


@pytest.mark.parametrize("path", ["/", "/api/v1/contacts"])
def test_a_strange_host_name_is_refused_in_words(settings, path):
    settings.ALLOWED_HOSTS = ["localhost"]

    answer = Client(raise_request_exception=False).get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert b"RELASI_HOSTS" in answer.content


def test_no_role_runs_without_the_key_of_the_installation(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("RELASI_SECRET")
    monkeypatch.setenv("RELASI_HOME", str(tmp_path))
    for role in (["web"], ["worker"], ["sink"], ["audit", "verify"]):
        assert "There is no signing key" in said(capsys, *role)


def test_without_a_key_settings_make_one_that_nobody_knows(monkeypatch, tmp_path):
    monkeypatch.delenv("RELASI_SECRET")
    monkeypatch.setattr(house, "HOME", tmp_path)

    assert house.secret() != house.secret()
    assert len(house.secret()) > 50


def test_a_role_without_a_database_says_what_to_set(monkeypatch, tmp_path):
    monkeypatch.setenv("RELASI_HOME", str(tmp_path))
    monkeypatch.delenv("RELASI_DATABASE_URL")
    with pytest.raises(BadSetting, match="Set RELASI_DATABASE_URL"):
        find_house()


def test_a_command_beside_relasi_up_knows_the_address_it_is_reached_by(monkeypatch, tmp_path):
    monkeypatch.setenv("RELASI_HOME", str(tmp_path))
    monkeypatch.setenv("RELASI_DATABASE_URL", "postgresql:///somewhere")
    monkeypatch.setenv("RELASI_URL", "")
    monkeypatch.delenv("RELASI_URL")
    find_house()
    assert "RELASI_URL" not in os.environ
    Home(tmp_path).note_address("http://localhost:8160")
    find_house()
    assert os.environ["RELASI_URL"] == "http://localhost:8160"


@pytest.mark.parametrize("url", ["crm.example.org", "ftp://crm.example.org", "https://"])
def test_an_address_that_is_none_is_said(url):
    with pytest.raises(BadSetting, match="is not an address"):
        house.origin(url)


def test_browsers_send_an_origin_without_a_path():
    assert house.origin("https://crm.example.org:8443/") == "https://crm.example.org:8443"


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"postgresql://relasi:open-sesame@127.0.0.1:{nobody.getsockname()[1]}/relasi"
        done = subprocess.run(
            [sys.executable, "-m", "relasi", "up", "--home", str(tmp_path), "--port", str(port())],
            env=os.environ | {"RELASI_DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert "The database cannot be used (see RELASI_DATABASE_URL)" in done.stderr
    assert "Traceback" not in done.stderr
    assert "open-sesame" not in done.stderr + done.stdout


def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_another_database_than_postgresql_is_said():
    with pytest.raises(BadSetting, match="is not an address of PostgreSQL"):
        house.database("mysql://localhost/relasi")


@pytest.mark.parametrize("value", ["yes", "-1", "1.5", "11"])
def test_a_number_that_is_none_is_said(monkeypatch, value):
    monkeypatch.setenv("RELASI_PROXIES", value)
    with pytest.raises(BadSetting, match=f"RELASI_PROXIES={value} is not a whole number"):
        environment.number("RELASI_PROXIES", 0, most=10)


def test_the_last_word_comes_once_everything_has_ended(monkeypatch, capsys, tmp_path):
    class Short:
        home, address = tmp_path, Address("127.0.0.1", 8000)

        def __init__(self, *_: object) -> None: ...

        prepare = __init__
        run = __init__

        def close(self) -> None:
            sys.stdout.write("everything has ended\n")

    monkeypatch.setattr(starting, "Installation", Short)
    monkeypatch.setattr(starting, "_first_owner", lambda _home: "")

    starting.start(tmp_path, "127.0.0.1", 8000, sample=False)

    assert capsys.readouterr().out.endswith("everything has ended\nStopped.\n")
