"""Signing and scheduling as the specification has them."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from relasi.connectors.webhooks import rules

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_signature_is_the_one_that_the_specification_prints():
    body = '{"test": 2432232314}'

    assert (
        rules.signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_secret_has_as_many_bytes_as_receivers_take_and_signs_as_they_check():
    secret = rules.new_secret()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    sent = rules.headers("msg_1", "{}", [secret], NOON)

    mac = hmac.new(key, f"msg_1.{sent['webhook-timestamp']}.{{}}".encode(), hashlib.sha256)

    assert len(key) in rules.SECRET_SIZES
    assert sent["webhook-signature"] == f"v1,{base64.b64encode(mac.digest()).decode()}"
    assert sent["webhook-timestamp"] == str(int(NOON.timestamp()))
    assert sent["webhook-id"] == "msg_1"


def test_while_two_secrets_count_both_sign():
    old, new = rules.new_secret(), rules.new_secret()

    said = rules.headers("msg_1", "{}", [new, old], NOON)["webhook-signature"].split(" ")

    stamp = str(int(NOON.timestamp()))
    assert said == [rules.signature(each, "msg_1", stamp, "{}") for each in (new, old)]


def test_ten_tries_over_the_hours_that_are_published():
    pauses = [rules.next_try(failures) for failures in range(1, 11)]

    assert pauses[-1] is None
    hours = sum((pause for pause in pauses if pause), timedelta())
    assert hours == timedelta(hours=75, minutes=35, seconds=5)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [(200, "delivered"), (204, "delivered"), (299, "delivered"), (301, "failed"), (307, "failed"),
     (400, "failed"), (404, "failed"), (410, "gone"), (429, "failed"),
     (500, "failed"), (199, "failed"),
     (302, "failed")],
)  # fmt: skip
def test_only_a_status_of_the_second_hundred_was_taken(status, meaning):
    assert rules.meaning(status) == meaning


def test_a_message_too_large_to_send_is_never_written():
    with pytest.raises(ValueError, match="tell it in parts"):
        rules.written("contact.erased", NOON, {"contact_ids": list(range(10_000))})
    largest = [2**63 - 1] * 500
    assert len(rules.written("contact.erased", NOON, {"contact_ids": largest})) < rules.LARGEST
