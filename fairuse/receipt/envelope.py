"""What goes with the JSON of a report: how the document that carries it was made, and who signed it.

Both are keys of the JSON object beside those of the report. The signature is over all of the others, in a form that
does not depend on layout: keys sorted, no white space.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairuse.answer.result import Frozen
from fairuse.source.errors import FairuseError, Location, Problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SHOWN, SIGNATURE = "shown", "signature"
#: A key file is some hundred bytes; what is larger is another file.
_LARGEST_KEY = 10_000


class Signature(Frozen):
    """A signature of a report: the SHA-256 of the public key that made it, and whether it is that of the report."""

    key: str
    valid: bool


def enveloped(report: str, shown: Mapping[str, int | str] | None = None, key: Path | None = None) -> str:
    """The JSON of a report with what goes with it.

    `shown`: the options of the page by which a document shows it; `key`: a file with a private Ed25519 key (PEM, or as
    ssh-keygen writes it) that signs it. Raises `FairuseError` if the key cannot be used.
    """
    if shown is not None:
        report = _with(report, SHOWN, dict(shown))
    if key is None:
        return report
    private = _private(key)
    public = private.public_key().public_bytes_raw()
    made = private.sign(_message(json.loads(report)))
    parts = {"algorithm": "Ed25519", "public_key": _text(public), "value": _text(made)}
    return _with(report, SIGNATURE, parts)


def opened(raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, int | str] | None, Signature | None]:
    """A report without what goes with it, the options by which a document shows it, and its signature, checked.

    Raises `FairuseError` if there is a signature and what checks it is not installed.
    """
    report = {name: value for name, value in raw.items() if name not in (SHOWN, SIGNATURE)}
    shown = raw.get(SHOWN)
    signature = _checked(raw) if SIGNATURE in raw else None
    return report, dict(shown) if isinstance(shown, dict) else None, signature


def fingerprint(key: Path) -> str:
    """The SHA-256 of the public key in a file (PEM or a line of ssh), or of that of the private key in it."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  an extra
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    _check_installed()
    data = _bytes_of(key)
    if b"PRIVATE KEY" in data:
        return _digest(_private(key).public_key().public_bytes_raw())
    load = serialization.load_ssh_public_key if data.startswith(b"ssh-") else serialization.load_pem_public_key
    try:
        public = load(data)
    except (ValueError, TypeError, Exception) as error:
        raise _key_problem(key, f"no public key can be read from it ({error})") from None
    if not isinstance(public, Ed25519PublicKey):
        raise _key_problem(key, "it holds a key of another kind; an Ed25519 key is needed")
    return _digest(public.public_bytes_raw())


def _checked(raw: dict[str, Any]) -> Signature:
    _check_installed()
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  an extra
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    parts = raw[SIGNATURE]
    try:
        public = base64.b64decode(parts["public_key"], validate=True)
        value = base64.b64decode(parts["value"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(value, _message(raw))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        known = isinstance(parts, dict) and isinstance(parts.get("public_key"), str)
        return Signature(key=_digest(str(parts["public_key"]).encode()) if known else "", valid=False)
    return Signature(key=_digest(public), valid=True)


def _message(raw: Mapping[str, Any]) -> bytes:
    signed = {name: value for name, value in raw.items() if name != SIGNATURE}
    return json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _with(report: str, name: str, value: Mapping[str, Any]) -> str:
    """The JSON object with one more key at its end, its layout otherwise as it was."""
    return f"{report.rstrip().removesuffix('}').rstrip()},\n  {json.dumps(name)}: {json.dumps(value)}\n}}\n"


def _private(key: Path) -> Ed25519PrivateKey:
    _check_installed()
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  an extra
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    data = _bytes_of(key)
    ssh = b"OPENSSH PRIVATE KEY" in data
    load = serialization.load_ssh_private_key if ssh else serialization.load_pem_private_key
    try:
        private = load(data, password=None)
    except TypeError:
        raise _key_problem(key, "it is locked by a password; sign with one that is not") from None
    except Exception:
        raise _key_problem(key, "no private key can be read from it (PEM, or as ssh-keygen writes it)") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _key_problem(key, "it holds a key of another kind; make one with: openssl genpkey -algorithm ed25519")
    return private


def _bytes_of(key: Path) -> bytes:
    try:
        with key.open("rb") as stream:
            return stream.read(_LARGEST_KEY)
    except OSError as error:
        raise _key_problem(key, f"cannot be read: {error.strerror or error}") from None


def _check_installed() -> None:
    if importlib.util.find_spec("cryptography") is None:
        reason = "what makes and checks signatures is not installed; get it with: pip install 'fairuse[documents]'"
        raise FairuseError([Problem(Location("--sign"), "missing-extra", reason)])


def _key_problem(key: Path, reason: str) -> FairuseError:
    return FairuseError([Problem(Location(str(key)), "bad-key", reason)])


def _digest(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
