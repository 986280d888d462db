"""Vectors of UP-04."""

from __future__ import annotations

import pytest

from filon.files.xml import MAX_DEPTH, XmlRefused, parse_xml
from filon.kernel.errors import DomainError

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<lolz>&c;</lolz>"""
QUADRATIC = b'<!DOCTYPE a [<!ENTITY x "%s">]><a>%s</a>' % (
    b"x" * 50_000,
    b"&x;" * 50_000,
)
HOSTILE = {
    "laughs": LAUGHS,
    "quadratic": QUADRATIC,
    "file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "http": b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]><a>&x;</a>',
    "parameter": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]><a/>',
    "bare-dtd": b"<!DOCTYPE a><a/>",
    "external-dtd": b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
    "utf-16": LAUGHS.decode().encode("utf-16"),
    "utf-7": '<?xml version="1.0" encoding="UTF-7"?><a>é</a>'.encode("utf-7"),
    "unknown-encoding": b'<?xml version="1.0" encoding="klingon"?><a/>',
    "deep": b"<a>" * 101 + b"</a>" * 101,
    "very-deep": b"<a>" * 500_000,
    "many": b"<a>" + b"<b/>" * 500_001 + b"</a>",
    "large": b"<a>" + b"x" * 20_000_000 + b"</a>",
    "cut": b"<a><b></a>",
    "empty": b"",
    "html": b"<html><br></html>",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_document_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(XmlRefused) as refusal:
        parse_xml(content)

    assert isinstance(refusal.value, DomainError)
    assert str(refusal.value)


def test_document_of_a_hundred_levels_is_read() -> None:
    root = parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH)

    assert len(list(root.iter("a"))) == MAX_DEPTH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encoding_is_followed(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><article>été</article>'

    assert parse_xml(text.encode(encoding)).text == "été"
