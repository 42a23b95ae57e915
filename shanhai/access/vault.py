"""Keeps personal data: encrypted with SM4, found by a keyed SM3 hash, shown masked.

SM3 and SM4 are the national algorithms that a crypto assessment expects (domain.md §7); each value has
its own nonce, so equal values do not look equal, and the keyed hash finds one without opening any.
"""

import hmac
import re
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from shanhai.access import keys

_NONCE_BYTES = 12
_TAG_BYTES = 16

_DIGEST_OR_NUMBER = re.compile(
    r"(?P<digest>(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z]))"
    r"|(?<!\d)(?:\d{15,}[XxＸｘ]?|\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ](?!\d))"
)
"""A digest, which is left as it is, or what may hold an identity number: 15 digits in a row or more (two
numbers may be pasted together), or 18 places in the groups in which people write them.
"""


def encrypt(text: str) -> bytes:
    """SM4-GCM of the text: nonce, tag, ciphertext."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    key = keys.load(settings.KEYS_FOLDER, "personal", 16)
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return nonce + encryptor.tag + body


def decrypt(sealed: bytes) -> str:
    """The text again; raises `cryptography.exceptions.InvalidTag` when it was tampered with."""
    sealed = bytes(sealed)
    nonce, tag = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES : _NONCE_BYTES + _TAG_BYTES]
    key = keys.load(settings.KEYS_FOLDER, "personal", 16)
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    body = decryptor.update(sealed[_NONCE_BYTES + _TAG_BYTES :]) + decryptor.finalize()
    return body.decode()


def keyed_hash(text: str, purpose: str = "identity") -> str:
    """HMAC-SM3 in hex: the same text gives the same 64 characters, only to a holder of the key."""
    digest = keyed.HMAC(keys.load(settings.KEYS_FOLDER, purpose, 32), hashes.SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def same(first: str, second: str) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(first, second)


def mask_identity_number(number: str) -> str:
    """The form that pages show: first six and last two characters (450123**********12)."""
    return (
        f"{number[:6]}{'*' * max(len(number) - 8, 0)}{number[-2:]}"
        if len(number) > 8
        else "*" * len(number)
    )


def mask_identity_numbers(text: str) -> str:
    """The text with every identity number in it masked; whatever else it says stays as it is.

    A number of 18 places (the last may be X) or of 15 is masked wherever it stands, be it valid or not,
    since a mistyped one tells as much about its owner.
    """
    return _DIGEST_OR_NUMBER.sub(
        lambda found: found[0] if found["digest"] else mask_identity_number(found[0]), text
    )
