"""XML from outside (UP-04): catalogs, electronic invoices, notices."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

MAX_BYTES = 20_000_000
MAX_DEPTH = 100
MAX_ELEMENTS = 500_000
_CHUNK = 65_536


class XmlRefused(DomainError):
    """The document is not well-formed, too large, too deep, or declares a DTD."""


class _BoundedBuilder(TreeBuilder):
    """Builds the tree and stops at the depth and the count that are accepted."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, *arguments: Any) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise XmlRefused(
                _("The XML document is nested deeper than %(limit)s levels.")
                % {"limit": MAX_DEPTH}
            )
        if self._count > MAX_ELEMENTS:
            raise XmlRefused(_("The XML document has too many elements."))
        return super().start(*arguments)

    def end(self, *arguments: Any) -> Element:
        self._depth -= 1
        return super().end(*arguments)


def parse_xml(content: bytes) -> Element:
    """Return the root of a document without DTD, of 20 MB and 100 levels at most.

    :raises XmlRefused: with the reason, the line included where one is at fault.
    """
    if len(content) > MAX_BYTES:
        raise XmlRefused(
            _("The XML document is larger than %(size)s MB.")
            % {"size": MAX_BYTES // 1_000_000}
        )
    parser = DefusedXMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    try:
        for place in range(0, len(content), _CHUNK):
            parser.feed(content[place : place + _CHUNK])
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise XmlRefused(
            _("The XML document declares types or entities: it is refused.")
        ) from error
    except ParseError as error:
        raise XmlRefused(
            _("The XML document is not well-formed (line %(line)s).")
            % {"line": error.position[0]}
        ) from error
    except (ValueError, LookupError) as error:
        raise XmlRefused(_("The encoding of the XML document is not known.")) from error
    return root
