"""The cookie: given where somebody agreed, holding a random id, to pages of the same site."""

from http.cookies import SimpleCookie

import pytest

from relasi.collector.rules.cookies import id_in

OWN = "11111111-2222-4333-8444-555555555555"
OTHER = "99999999-8888-4777-a666-555555555555"
SHOP = {"origin": "https://shop.example", "content_type": "application/json"}
YES = {"id": OWN, "explicit": True}


@pytest.fixture
def ask(collector, make_source):
    """Ask as a page does; the answer's id, and the cookie it sets."""

    def asked(question, key=None, **headers):
        key = key or make_source()
        answer = collector.post(f"/r/{key}/id", question, **{**SHOP, **headers})
        assert answer.status == 200, answer.body
        cookies = SimpleCookie(answer.headers.get("set-cookie", ""))
        return answer.json["id"], next(iter(cookies.values()), None)

    return asked


def named(query, key):
    return f"relasi_{query('SELECT id FROM timeline_source WHERE write_key = %s', key)[0][0]}"


def test_who_agreed_is_given_a_cookie_that_no_script_reads_for_thirteen_months(
    ask, make_source, query
):
    key = make_source()

    own, cookie = ask(YES, key, x_forwarded_proto="https")

    assert own == cookie.value == OWN
    assert cookie.key == named(query, key)
    assert cookie["max-age"] == str(395 * 24 * 3600)
    assert (cookie["path"], cookie["samesite"]) == ("/r/", "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["domain"] == ""
    assert not ask(YES)[1]["secure"]


def test_a_browser_that_forgot_is_known_by_its_cookie_and_the_cookie_lives_on(
    ask, make_source, query
):
    key = make_source()
    header = f"other=1; {named(query, key)}={OTHER}"

    own, cookie = ask(YES, key, cookie=header)

    assert own == cookie.value == OTHER


def test_after_signing_out_the_new_id_stands(ask, make_source, query):
    key = make_source()

    own, cookie = ask({**YES, "reset": True}, key, cookie=f"{named(query, key)}={OTHER}")

    assert own == cookie.value == OWN


def test_withdrawn_consent_takes_the_cookie_away(ask, make_source, query):
    key = make_source()

    own, cookie = ask({"forget": True}, key, cookie=f"{named(query, key)}={OTHER}")

    assert own == ""
    assert (cookie.value, cookie["max-age"]) == ("", "0")


@pytest.mark.parametrize(
    "case",
    [
        ("cookieless", False, "0", ""),
        ("required", False, "0", ""),
        ("granted", False, "0", OWN),
        ("granted", False, "1", ""),
        ("granted", True, "1", OWN),
        ("required", True, "1", OWN),
    ],
)
def test_without_a_yes_of_their_own_the_signal_and_the_mode_decide(ask, make_source, case):
    mode, explicit, signal, given = case
    key = make_source(consent_mode=mode)

    own, cookie = ask({"id": OWN, "explicit": explicit}, key, sec_gpc=signal)

    assert own == given
    assert (cookie.value if cookie else "") == given


def test_a_page_of_another_site_is_given_none(ask):
    assert ask(YES, sec_fetch_site="cross-site") == ("", None)
    assert ask(YES, sec_fetch_site="same-site")[0] == OWN


def test_what_no_script_of_an_allowed_page_sent_is_refused(collector, make_source):
    """A form of a hostile page cannot say JSON, nor hide where it is from."""
    key = make_source(origins=["https://shop.example"])

    def asked(body, **headers):
        answer = collector.post(f"/r/{key}/id", body, **{**SHOP, **headers})
        assert "set-cookie" not in answer.headers
        return answer.code

    assert asked(YES, content_type="text/plain") == (400, "bad_json")
    assert asked(YES, origin="https://evil.example") == (403, "origin")
    assert asked(YES, origin="") == (403, "origin")
    assert asked({"id": "mine"}) == (400, "bad_json")
    assert asked({"id": 7}) == (400, "bad_json")
    assert asked(b"{") == (400, "bad_json")
    assert asked({"id": OWN, "x": "x" * 2000}) == (400, "bad_json")
    assert collector.post("/r/nobody/id", YES, **SHOP).code == (401, "unknown_key")


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"relasi_1",
        b"relasi_1=<script>",
        b"relasi_1=x" + OWN.encode(),
        b"relasi_12=" + OWN.encode(),
        b"\xff\x00;=",
        b'relasi_1="',
    ],
)
def test_a_cookie_that_is_none_of_ours_is_nobody_and_hides_none(header):
    assert id_in(header, "relasi_1") == ""
    assert id_in(header + b"; relasi_1=" + OWN.encode(), "relasi_1") == OWN
