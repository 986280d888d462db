"""From the bytes of a file to what the document in it says."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from filon.files.xml import parse_xml
from filon.offers.exchange.containers import embedded_document
from filon.offers.exchange.document import ExchangedDocument
from filon.offers.exchange.elements import DocumentRefused, name_of
from filon.offers.exchange.ubl import KINDS, read_ubl
from filon.offers.exchange.uncefact import INVOICE, ORDER_X, read_uncefact

_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with the tree it was read from, for rules on what is written.

    :ivar embedded_name: name of the attachment where it came inside a PDF.
    """

    document: ExchangedDocument
    root: Element
    embedded_name: str = ""


def read_document(content: bytes) -> ReadDocument:
    """Read an invoice, credit note, order, order response or quotation.

    Takes UBL 2.1, UN/CEFACT (CII) and Order-X, or a PDF that carries one of them.
    Nothing outside the file is ever read: no DTD, no entity, no schema location.

    :raises XmlRefused: if it is not well-formed, too large or too deep.
    :raises DocumentRefused: if it is another kind of document, or holds values that
        are none.
    """
    name = ""
    if content.lstrip()[:5] == _PDF or content[:1024].find(_PDF) >= 0:
        name, content = embedded_document(content)
    root = parse_xml(content)
    kind = name_of(root)
    if kind in {INVOICE, ORDER_X}:
        return ReadDocument(read_uncefact(root), root, name)
    if kind in KINDS:
        return ReadDocument(read_ubl(root), root, name)
    raise DocumentRefused(
        _("“%(name)s” is no invoice, order or quotation that can be read.")
        % {"name": kind[:60]}
    )
