"""What browser and server say to each other to make a passkey and to use it (WebAuthn calls both ceremonies).

The library brings two of cryptography along, 14 MB in all: this module is loaded with the first passkey.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.domain.people import Person
from app.store.factors import Passkey


@dataclass(frozen=True)
class Made:
    """A new key as the browser presents it."""

    id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Ceremonies:
    """Those of keys that belong to this host and are asked for by pages of this origin."""

    host: str
    origin: str
    site: str

    def to_make(self, person: Person, known: Iterable[Passkey], challenge: str) -> str:
        """What a browser needs to make a new key for this person, as JSON."""
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name=f"Mitsprache {self.site}",
            user_id=person.id.encode(),
            user_name=person.email,
            user_display_name=person.name,
            challenge=base64url_to_bytes(challenge),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(key.id)) for key in known],
        )
        return webauthn.options_to_json(options)

    def made(self, credential: dict[str, Any], challenge: str) -> Made | None:
        """The key the browser made, None when it proves nothing."""
        try:
            key = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.host,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except WebAuthnException:
            return None
        return Made(bytes_to_base64url(key.credential_id), key.credential_public_key, key.sign_count)

    def to_use(self, challenge: str) -> str:
        """What a browser needs to ask for a key, as JSON; which keys there are is not told to anyone."""
        options = webauthn.generate_authentication_options(
            rp_id=self.host,
            challenge=base64url_to_bytes(challenge),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def used(self, key: Passkey, credential: dict[str, Any], challenge: str) -> int | None:
        """How often the key has signed by now, None when this is no proof that it did."""
        try:
            proof = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.host,
                expected_origin=self.origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except WebAuthnException:
            return None
        return proof.new_sign_count
