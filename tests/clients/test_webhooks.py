"""The genuine library of Standard Webhooks believes what we sign, and nothing that was changed."""

import ipaddress
import json
import subprocess

import pytest

from relasi.accounts.public import SYSTEM
from relasi.connectors.webhooks.actions.delivering import deliver
from relasi.connectors.webhooks.actions.keeping import renew_secret
from relasi.connectors.webhooks.actions.outbox import tell_one
from relasi.connectors.webhooks.queries.endpoints import secret_of
from relasi.connectors.webhooks.testing import Came, make_endpoint, receiving
from relasi.kernel import clock

from .conftest import PYTHON, SECONDS

pytestmark = pytest.mark.django_db
VERIFY = """
import json, sys
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
said = json.load(sys.stdin)
try:
    print(json.dumps(Webhook(said["secret"]).verify(said["body"], said["headers"])))
except WebhookVerificationError as error:
    print(json.dumps({"refused": str(error)}))
"""


def verified(secret: str, came: Came, *, body: str = "", **changed: str) -> dict[str, object]:
    said = {
        "secret": secret,
        "body": body or came.body.decode(),
        "headers": came.headers
        | {name.replace("_", "-"): value for name, value in changed.items()},
    }
    done = subprocess.run(
        [str(PYTHON), "-c", VERIFY],
        input=json.dumps(said),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture
def sent(settings):
    """One message under the first secret, one after a new one was made."""
    settings.PRIVATE_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
    with receiving() as receiver:
        endpoint = make_endpoint(receiver.url)
        secrets = [secret_of(endpoint, clock.now())]
        tell_one(endpoint)
        deliver(clock.now, seconds=5)
        renew_secret(endpoint_id=endpoint, by=SYSTEM, now=clock.now())
        secrets.append(secret_of(endpoint, clock.now()))
        tell_one(endpoint)
        deliver(clock.now, seconds=5)
    return receiver.came, secrets


def test_a_receiver_believes_what_we_sign_also_while_the_secret_changes(sent):
    (first, second), (old, new) = sent

    assert verified(old, first)["type"] == "webhook.test"
    assert verified(old, second)["type"] == "webhook.test"
    assert verified(new, second)["type"] == "webhook.test"
    assert "refused" in verified(new, first)


def test_a_receiver_believes_nothing_that_was_changed(sent):
    (first, _second), (old, _new) = sent

    assert "refused" in verified(old, first, body=first.body.decode().replace("test", "tost"))
    assert "refused" in verified(old, first, webhook_id="msg_other")
    assert "refused" in verified(old, first, webhook_timestamp="1")
