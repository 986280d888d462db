"""Vectors of UP-03."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
import xlsxwriter

from filon.files.archives import ArchiveRefused, Limits, checked_archive
from filon.kernel.errors import DomainError


def archive(
    members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED
) -> bytearray:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return bytearray(buffer.getvalue())


def check(content: bytes, *, may_nest: bool = False) -> list[str]:
    with checked_archive(io.BytesIO(content), may_nest=may_nest) as opened:
        return opened.namelist()


def directory_of(content: bytes | bytearray) -> int:
    return content.rindex(b"PK\x01\x02")


def lying_size(claimed: int) -> bytes:
    """Return an archive whose 50 MB entry claims to be small, its checksum fitting."""
    content = archive({"a.txt": bytes(50_000_000)})
    checksum = zlib.crc32(bytes(claimed))
    place = directory_of(content)
    struct.pack_into("<L", content, place + 24, claimed)
    struct.pack_into("<L", content, place + 16, checksum)
    struct.pack_into("<L", content, 22, claimed)
    struct.pack_into("<L", content, 14, checksum)
    return bytes(content)


def overlapping() -> bytes:
    """Return an archive with two directory entries on the same data."""
    content = archive({"a.txt": b"a" * 99, "b.txt": b"a" * 99})
    struct.pack_into("<L", content, directory_of(content) + 42, 0)
    return bytes(content)


def swallowing() -> bytes:
    """Return an archive whose first entry contains the second as its data."""
    inner = archive({"b.txt": b"b" * 99}, zipfile.ZIP_STORED)
    content = archive({"a.txt": bytes(inner)}, zipfile.ZIP_STORED)
    entry = bytearray(inner[inner.index(b"PK\x01\x02") : inner.index(b"PK\x05\x06")])
    struct.pack_into("<L", entry, 42, content.index(b"PK\x03\x04", 4))
    place = content.index(b"PK\x05\x06", directory_of(content))
    content[place:place] = entry
    end = len(content) - 22
    size = struct.unpack_from("<L", content, end + 12)[0] + len(entry)
    struct.pack_into("<HHL", content, end + 8, 2, 2, size)
    return bytes(content)


def link() -> bytes:
    info = zipfile.ZipInfo("passwords")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def twice() -> bytes:
    content = archive({"a.txt": b"one", "b.txt": b"two"})
    return bytes(content).replace(b"b.txt", b"A.txt")


def encrypted() -> bytes:
    content = archive({"a.txt": b"secret"})
    content[6] |= 1
    content[directory_of(content) + 8] |= 1
    return bytes(content)


def bzip() -> bytes:
    return bytes(archive({"a.txt": b"text"}, zipfile.ZIP_BZIP2))


def wrong_checksum() -> bytes:
    content = archive({"a.txt": b"texte" * 9}, zipfile.ZIP_STORED)
    content[content.index(b"texte")] = ord("T")
    return bytes(content)


REFUSED = {
    "ratio": bytes(archive({"bomb.txt": bytes(150_000_000)})),
    "two-thousand-one": bytes(archive({f"{n}.txt": b"" for n in range(2001)})),
    "lying-small": lying_size(1000),
    "lying-large": lying_size(4_000_000),
    "overlapping": overlapping(),
    "swallowing": swallowing(),
    "nested": bytes(archive({"in/a.zip": bytes(archive({"b.txt": b"b"}))})),
    "nested-renamed": bytes(archive({"a.txt": bytes(archive({"b.txt": b"b"}))})),
    "nested-gzip": bytes(archive({"a.bin": b"\x1f\x8b\x08\x00"})),
    "link": link(),
    "parent": bytes(archive({"../../etc/cron.d/x": b"x"})),
    "absolute": bytes(archive({"/etc/passwd": b"x"})),
    "backslash": bytes(archive({"..\\..\\x": b"x"})),
    "drive": bytes(archive({"C:x": b"x"})),
    "twice": twice(),
    "encrypted": encrypted(),
    "bzip2": bzip(),
    "checksum": wrong_checksum(),
    "cut": bytes(archive({"a.txt": b"a" * 99}))[:-10],
    "no-archive": b"%PDF-1.7",
    "empty": b"",
    "end-only": b"PK\x05\x06" + bytes(8) + b"\xff" * 8 + bytes(2),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_harmful_archive_is_refused_in_a_second(content: bytes) -> None:
    started = time.process_time()

    with pytest.raises(ArchiveRefused) as refusal:
        check(content)

    assert time.process_time() - started < 1
    assert isinstance(refusal.value, DomainError)
    assert str(refusal.value)


def test_hundred_thousand_entries_are_refused_before_they_are_loaded() -> None:
    content = bytes(archive({f"{n}.txt": b"" for n in range(65_000)}))
    content = content[:-12] + b"\x01\x00" + content[-10:]  # the end record lies
    tracemalloc.start()

    with pytest.raises(ArchiveRefused):
        check(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_large_archive_with_the_64_bit_record_is_counted() -> None:
    content = bytes(archive({f"{n}.txt": b"" for n in range(66_000)}))

    with pytest.raises(ArchiveRefused, match="66000"):
        check(content)


def test_plain_archive_opens_and_reads() -> None:
    content = archive({"devis/plan.txt": b"plan" * 999, "vide/": b""})

    with checked_archive(io.BytesIO(content)) as opened:
        assert opened.read("devis/plan.txt") == b"plan" * 999


def test_archive_inside_passes_where_nobody_unpacks_it() -> None:
    inner = bytes(archive({"b.txt": b"b"}))
    content = bytes(archive({"word/embeddings/sheet.xlsx": inner}))

    assert check(content, may_nest=True) == ["word/embeddings/sheet.xlsx"]


def test_workbook_with_many_parts_passes() -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    for number in range(120):
        workbook.add_worksheet(f"Feuille {number}").write(0, 0, number)
    workbook.close()

    assert len(check(buffer.getvalue())) > 120


def test_limits_can_be_narrowed() -> None:
    content = bytes(archive({"a.txt": b"a", "b.txt": b"b"}))

    with (
        pytest.raises(ArchiveRefused),
        checked_archive(io.BytesIO(content), limits=Limits(entries=1)),
    ):
        pass
