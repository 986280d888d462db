"""Saying in the metadata of a PDF which electronic document it carries.

Typst writes the XMP of PDF/A and PDF/UA; Factur-X and Order-X want four properties more
and, as PDF/A-3 demands of every foreign property, their description.
"""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

import pikepdf

from filon.documents.content import EmbeddedFile

_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:1p0#"
_PROPERTIES = (
    ("DocumentFileName", "The name of the embedded XML document"),
    (
        "DocumentType",
        "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    ),
    (
        "Version",
        "The actual version of the standard applying to the embedded XML document",
    ),
    ("ConformanceLevel", "The conformance level of the embedded XML document"),
)
_SCHEMAS_END = "</rdf:Bag></pdfaExtension:schemas>"
_END = "</rdf:RDF>"


def declare(pdf: bytes, carried: EmbeddedFile) -> bytes:
    """Return the PDF whose XMP names the electronic document that it carries.

    :raises ValueError: if the PDF is no PDF/A, or the file belongs to no standard.

    Source: Order-X 1.0, §6 (XMP extension schema), shared with Factur-X 1.0.
    """
    said = carried.hybrid
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        text = opened.Root.Metadata.read_bytes().decode()
        if said is None or _SCHEMAS_END not in text:
            msg = "not a PDF/A that carries a hybrid document"
            raise ValueError(msg)
        values = (carried.name, said.document_type, said.version, said.level)
        own = "".join(
            f"<fx:{name}>{escape(value)}</fx:{name}>"
            for (name, _about), value in zip(_PROPERTIES, values, strict=True)
        )
        text = text.replace(_SCHEMAS_END, f"{_schema()}{_SCHEMAS_END}", 1)
        text = text.replace(
            _END,
            f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">{own}'
            f"</rdf:Description>{_END}",
            1,
        )
        opened.Root.Metadata = opened.make_stream(
            text.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def _schema() -> str:
    """Return the description of the four properties."""
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>"
        for name, about in _PROPERTIES
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property>"
        f"<rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
