"""Sealing a PDF with the company's own certificate, and checking such seals.

Kept apart and imported only where a seal is made or checked: pyHanko takes most of a
second to load.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction
from django.utils.crypto import salted_hmac
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from filon.accounts.services import company
from filon.documents.models import Seal

LIFE = datetime.timedelta(days=3653)
FIELD = "Seal"
_SALT = "filon.documents.seal"


@dataclass(frozen=True, slots=True)
class Signature:
    """One electronic signature or seal of a PDF.

    :ivar is_intact: what it covers is, byte for byte, what was signed.
    :ivar covers_all: nothing was added to the file after it.
    :ivar is_ours: it was made with a seal of this installation.
    """

    signer: str
    signed_at: datetime.datetime | None
    is_intact: bool
    covers_all: bool
    is_ours: bool

    @property
    def is_good(self) -> bool:
        """Whether the whole file is what was signed."""
        return self.is_intact and self.covers_all


_UNREADABLE = Signature(
    signer="", signed_at=None, is_intact=False, covers_all=False, is_ours=False
)


def seal_pdf(
    content: bytes, *, reason: str, now: datetime.datetime
) -> tuple[bytes, Seal]:
    """Return a PDF with the company's seal (PAdES B-B), and the seal that was used.

    The seal proves that nothing was changed since; its certificate is the company's
    own, so that readers call the signer unknown until they trust it. The signature is
    an addition at the end of the file: what came before stays as it was.
    """
    seal, key = _current(now)
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(bytes(seal.certificate)),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=seal.subject,
        subfilter=SigSeedSubFilter.PADES,
    )
    sealed = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), metadata, signer, output=sealed
    )
    return sealed.getvalue(), seal


def signatures_of(content: bytes) -> Sequence[Signature]:
    """Return the signatures of a PDF, each checked; none for a file without any.

    A file that cannot be read any more has one signature that is not intact. Nobody
    is asked about certificates over the network.
    """
    try:
        found = PdfFileReader(io.BytesIO(content)).embedded_signatures
        ours = {row.fingerprint for row in Seal.objects.all()} if found else set()
        return [_checked(one, ours) for one in found]
    except (PdfError, ValueError, KeyError, TypeError, IndexError):
        return [_UNREADABLE]


def _checked(signature: object, ours: set[str]) -> Signature:
    certificate = signature.signer_cert  # type: ignore[attr-defined]
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    try:
        status = validate_pdf_signature(signature, context)  # type: ignore[arg-type]
    except (SignatureValidationError, SigningError, PdfError, ValueError):
        return _UNREADABLE
    return Signature(
        signer=str(certificate.subject.native.get("common_name", "")),
        signed_at=status.signer_reported_dt,
        is_intact=status.intact and status.valid,
        covers_all=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        is_ours=certificate.sha256.hex() in ours,
    )


@transaction.atomic
def _current(now: datetime.datetime) -> tuple[Seal, bytes]:
    """Return the seal in use and its key in clear; make one where none can be used."""
    for seal in Seal.objects.filter(expires_at__gt=now).order_by("-pk"):
        key = _opened(seal)
        if key is not None:
            return seal, key
    return _made(now)


def _opened(seal: Seal) -> bytes | None:
    """Return the key of a seal, None if the installation's secret key has changed."""
    try:
        key = serialization.load_der_private_key(
            bytes(seal.private_key), password=_password(seal.fingerprint)
        )
    except ValueError:
        return None
    return _clear(key)  # type: ignore[arg-type]


def _made(now: datetime.datetime) -> tuple[Seal, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    profile = company()
    name = (profile.name or "Filon")[:64]
    country = profile.country if len(profile.country) == 2 else "FR"
    subject = certificates.Name(
        [
            certificates.NameAttribute(NameOID.COUNTRY_NAME, country),
            certificates.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            certificates.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    until = now + LIFE
    certificate = (
        certificates.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(until)
        .add_extension(
            certificates.BasicConstraints(ca=False, path_length=None), critical=True
        )
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    locked = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_password(fingerprint)),
    )
    seal = Seal.objects.create(
        subject=name,
        fingerprint=fingerprint,
        certificate=certificate.public_bytes(serialization.Encoding.DER),
        private_key=locked,
        made_at=now,
        expires_at=until,
    )
    return seal, _clear(key)


def _usage() -> certificates.KeyUsage:
    return certificates.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _clear(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _password(fingerprint: str) -> bytes:
    """Return what locks the key of a seal: a backup without the secret key has none."""
    return salted_hmac(_SALT, fingerprint, algorithm="sha256").hexdigest().encode()
