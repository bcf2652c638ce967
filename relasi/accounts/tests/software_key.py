"""A passkey in software: what a browser and its authenticator answer (WebAuthn level 2, §7)."""

import hashlib
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://testserver"
FLAG = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = FLAG.UP | FLAG.UV
HAS_CREDENTIAL = FLAG.AT


class SoftwareKey:
    def __init__(self, host="testserver"):
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.host = hashlib.sha256(host.encode()).digest()
        self.count = 0

    def register(self, options):
        """The answer to navigator.credentials.create(options)."""
        options = options["publicKey"]
        self.user_handle = options["user"]["id"]
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        flags = PRESENT_AND_VERIFIED | HAS_CREDENTIAL
        data = AuthenticatorData.create(self.host, flags, self.count, credential)
        client = self._client("webauthn.create", options)
        return self._answer(
            clientDataJSON=websafe_encode(client),
            attestationObject=websafe_encode(AttestationObject.create("none", data, {})),
        )

    def sign(self, options):
        """The answer to navigator.credentials.get(options)."""
        self.count += 1
        client = self._client("webauthn.get", options["publicKey"])
        data = AuthenticatorData.create(self.host, PRESENT_AND_VERIFIED, self.count)
        signature = self.secret.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=websafe_encode(client),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
            userHandle=self.user_handle,
        )

    def _client(self, kind, options):
        return CollectedClientData.create(kind, options["challenge"], ORIGIN)

    def _answer(self, **response):
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": response,
        }
