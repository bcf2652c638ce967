"""Where an address may lead, however it is spelled, and that nothing goes on for ever."""

import http.server
import ipaddress
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from relasi.kernel.errors import Refused
from relasi.kernel.outgoing import posting
from relasi.kernel.outgoing.addresses import Unreachable, is_allowed, places
from relasi.kernel.outgoing.posting import Unanswered, post, target_of

# Every one of these is this machine to the resolver of Linux.
SPELLINGS = (
    "127.1",
    "2130706433",
    "0177.0.0.1",
    "0x7f.1",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "localhost",
    "::1",
    "::ffff:127.0.0.1",
    "0",
)
INSIDE = (
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"),
    *("192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2001:db8::1", "2001::1", "fc00::1", "fe80::1", "ff02::1", "3fff::1"),
    "168.63.129.16",
)
# Never, also where networks of the house are reached: keys of clouds, what is no host.
NEVER = (
    *("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"),
    *("fe80::1", "224.0.0.1", "0.0.0.0", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"),
    *("2002:a9fe:a9fe::", "::"),
)


@pytest.mark.parametrize("host", SPELLINGS)
def test_this_machine_is_not_reached_however_it_is_spelled(host):
    with pytest.raises(Unreachable) as refused:
        places(host, 80)
    assert refused.value.word in {"forbidden_address", "no_address"}


def test_the_spellings_do_lead_to_this_machine():
    """Else the test above would prove nothing."""
    found = {socket.getaddrinfo(host, 80)[0][4][0] for host in SPELLINGS[:6]}
    assert found == {"127.0.0.1"}


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_public_is_not_reached(address):
    assert not is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111"])
def test_what_is_public_is_reached(address):
    assert is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", NEVER)
def test_where_clouds_keep_keys_is_never_reached(address, settings):
    settings.PRIVATE_NETWORKS = tuple(ipaddress.ip_network(each) for each in ("0.0.0.0/0", "::/0"))
    assert not is_allowed(ipaddress.ip_address(address))
    assert not is_allowed(ipaddress.ip_address(address), private=True)


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "192.168.1.1", "fc00::1", "::1"])
def test_a_house_reaches_its_own_networks_where_it_is_meant_to(address):
    assert is_allowed(ipaddress.ip_address(address), private=True)


def test_a_name_with_one_address_inside_is_refused_whole(monkeypatch):
    """Whoever owns a name may give it both, and hope that the second is taken."""
    answers = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("1.1.1.1", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers)

    with pytest.raises(Unreachable, match=r"leads to 10\.0\.0\.1"):
        places("both.example", 443)


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.org", "ftp://example.org", "https://", "https://a b.example/"),
        *("https://user:secret@example.org/", "https://example.org/#part", "https://[::1"),
        *("https://example.org:99999/", "https://example.org/\nHost: evil", "https://exa\x00mple/"),
        *("https://example.org/ü", "https://" + "a" * 2000, "javascript:alert(1)"),
    ],
)
def test_what_is_no_address_is_refused_in_words(url):
    with pytest.raises(Refused) as refused:
        target_of(url)
    assert refused.value.field == "url"
    assert refused.value.sentence.endswith(".")


def test_an_address_keeps_its_port_path_and_query():
    assert target_of("https://Hook.example:8443/a/b?c=d") == posting.Target(
        "https", "hook.example", 8443, "/a/b?c=d"
    )


@pytest.fixture
def at_home(settings):
    settings.PRIVATE_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)


@contextmanager
def server(answer):
    """One that reads a request and answers by itself."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *arguments):
            pass

    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.daemon_threads = True
    threading.Thread(target=found.serve_forever, daemon=True).start()
    try:
        yield target_of(f"http://127.0.0.1:{found.server_address[1]}/hook")
    finally:
        found.shutdown()
        found.server_close()


def status(code, body=b"", **headers):
    def answer(request):
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.mark.usefixtures("at_home")
def test_the_beginning_of_an_answer_is_kept():
    with server(status(200, b"x" * 5000)) as target:
        answer = post(target, b"{}", {}, seconds=5)
    assert (answer.status, answer.body) == (200, "x" * 1024)


@pytest.mark.usefixtures("at_home")
def test_a_redirect_is_an_answer_and_not_followed():
    with server(status(302, Location="http://169.254.169.254/")) as target:
        assert post(target, b"{}", {}, seconds=5).status == 302


def drip(request):
    """A byte now and then, for ever."""
    for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000:
        request.wfile.write(bytes([letter]))
        request.wfile.flush()
        time.sleep(0.05)


@pytest.mark.usefixtures("at_home")
def test_whoever_drips_is_not_waited_for():
    with server(drip) as target, pytest.raises(Unanswered) as unanswered:
        post(target, b"{}", {}, seconds=0.5)
    assert unanswered.value.word == "timeout"


@pytest.mark.usefixtures("at_home")
def test_a_status_counts_though_its_body_never_ends(monkeypatch):
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.2)

    def slow(request):
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        request.wfile.write(b"so far")
        request.wfile.flush()
        time.sleep(2)

    with server(slow) as target:
        assert post(target, b"{}", {}, seconds=5) == posting.Answer(200, "so far")


@pytest.mark.usefixtures("at_home")
def test_what_does_not_speak_http_is_said_to():
    def greet(request):
        request.wfile.write(b"220 mail ready\r\n")

    with server(greet) as target, pytest.raises(Unanswered) as unanswered:
        post(target, b"{}", {}, seconds=5)
    assert unanswered.value.word == "no_http"


def test_a_network_nobody_named_is_not_spoken_to():
    with server(status(200)) as target, pytest.raises(Unanswered) as unanswered:
        post(target, b"{}", {}, seconds=5)
    assert unanswered.value.word == "forbidden_address"


def test_without_tls_only_a_network_of_the_house_is_spoken_to(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers)

    with pytest.raises(Unanswered, match="Without TLS"):
        post(target_of("http://one.example/"), b"{}", {}, seconds=5)
