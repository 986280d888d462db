"""Building the tree of a document that we write."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    register_namespace,
    tostring,
)

# What XML 1.0 cannot hold, whoever typed it.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Builder:
    """Adds elements by prefix and name, and leaves out those without content."""

    def __init__(self, namespaces: dict[str, str]) -> None:
        self._namespaces = namespaces
        for prefix, uri in namespaces.items():
            register_namespace(prefix, uri)

    def root(self, name: str) -> Element:
        """Return a new root element."""
        return Element(self._tag(name))

    def into(self, parent: Element, name: str, **attributes: str) -> Element:
        """Add an element that will hold others."""
        return SubElement(parent, self._tag(name), attributes)

    def put(
        self, parent: Element, path: str, value: str | Decimal | None, **attributes: str
    ) -> None:
        """Add a text or a number at a path; nothing where there is nothing to say."""
        said = written(value)
        if not said:
            return
        *holders, name = path.split("/")
        for holder in holders:
            parent = SubElement(parent, self._tag(holder))
        SubElement(parent, self._tag(name), attributes).text = said

    def _tag(self, name: str) -> str:
        prefix, _colon, local = name.rpartition(":")
        return f"{{{self._namespaces[prefix]}}}{local}"


def written(value: str | Decimal | None) -> str:
    """Write a value as XML does: numbers without exponent, texts without control."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _FORBIDDEN.sub("", value).strip()


def as_bytes(root: Element) -> bytes:
    """Return the document, indented, without elements that hold nothing."""
    _prune(root)
    indent(root, " ")
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _prune(element: Element) -> None:
    for child in list(element):
        _prune(child)
        if not len(child) and not child.text:
            element.remove(child)
