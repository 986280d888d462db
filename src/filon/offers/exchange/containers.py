"""Taking the XML document out of a hybrid PDF (Factur-X, ZUGFeRD, Order-X)."""

from __future__ import annotations

import io
import zlib

import pikepdf
from django.utils.translation import gettext as _

from filon.files.xml import MAX_BYTES
from filon.offers.exchange.elements import DocumentRefused

# The names that the standards give, in the order in which they are looked for.
NAMES = (
    "order-x.xml",
    "factur-x.xml",
    "zugferd-invoice.xml",
    "xrechnung.xml",
    "quotation.xml",
)
MAX_ATTACHMENTS = 200


def embedded_document(content: bytes) -> tuple[str, bytes]:
    """Return name and content of the document that a PDF carries.

    Only a plain or deflated stream is unpacked, and never beyond the size of an XML
    document: an attachment may be built to fill the memory.

    :raises DocumentRefused: if the PDF is damaged, protected, or carries none.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _found(pdf)
    except pikepdf.PasswordError as error:
        raise DocumentRefused(_("The PDF is protected by a password.")) from error
    except (pikepdf.PdfError, zlib.error, ValueError, KeyError) as error:
        raise DocumentRefused(_("The PDF is damaged and cannot be read.")) from error


def _found(pdf: pikepdf.Pdf) -> tuple[str, bytes]:
    names = list(pdf.attachments)
    if len(names) > MAX_ATTACHMENTS:
        raise DocumentRefused(_("The PDF carries too many files."))
    known = {name.lower(): name for name in names}
    chosen = next((known[name] for name in NAMES if name in known), None)
    others = [name for name in names if name.lower().endswith(".xml")]
    if chosen is None and len(others) == 1:
        chosen = others[0]
    if chosen is None:
        raise DocumentRefused(
            _("The PDF carries no electronic order, invoice or quotation.")
        )
    stream = pdf.attachments[chosen].get_file().obj
    return chosen, _unpacked(stream)


def _unpacked(stream: pikepdf.Object) -> bytes:
    """Return the bytes of an attachment, one more than the limit at most."""
    packing = stream.get("/Filter")
    filters = list(packing) if isinstance(packing, pikepdf.Array) else [packing]
    raw = stream.read_raw_bytes()
    if packing is None or not filters:
        return raw[: MAX_BYTES + 1]
    if [str(name) for name in filters] == ["/FlateDecode"] and (
        "/DecodeParms" not in stream
    ):
        return zlib.decompressobj().decompress(raw, MAX_BYTES + 1)
    raise DocumentRefused(
        _("The document in the PDF is packed in a way that is not accepted.")
    )
