"""Vectors of UP-01 and UP-02."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.core.exceptions import RequestDataTooBig
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from filon.accounts.models import User
from filon.files.archives import ArchiveRefused
from filon.files.kinds import KINDS, PICTURES, TABLES
from filon.files.models import StoredFile
from filon.files.pictures import PictureRefused
from filon.files.services import DAILY_BYTES, keep_upload
from filon.files.uploads import (
    MAX_BYTES,
    RequestCap,
    UploadRefused,
    check_upload,
    clean_name,
)
from filon.kernel.errors import DomainError

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(picture_format: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    color = {"L": 90, "RGBA": (255, 0, 0, 99)}.get(mode, "red")
    image = Image.new(mode, (40, 20), color)  # type: ignore[arg-type]
    image.save(out, picture_format, **options)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return out.getvalue()


def test_pdf_is_kept_as_it_is_with_its_hash() -> None:
    checked = check_upload("Plan été.pdf", io.BytesIO(PDF))

    assert checked.name == "Plan été.pdf"
    assert checked.media_type == "application/pdf"
    assert checked.size == len(PDF)
    assert checked.sha256 == hashlib.sha256(PDF).hexdigest()
    assert checked.content.read() == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("offre.pdf", HTML),
        ("offre.pdf", b"<html>%PDF-1.7"),
        ("offre.pdf", b"MZ\x90\x00"),
        ("page.html", HTML),
        ("logo.svg", SVG),
        ("logo.svg.png.svg", SVG),
        ("offre.pdf.exe", PDF),
        ("annexe\u202efdp.exe", PDF),
        ("offre.pdf\x00.exe", PDF),
        ("offre.exe\x00", PDF),
        ("offre", PDF),
        ("", PDF),
        (".pdf.", HTML),
        ("note.txt", HTML),
        ("note.txt", b"\xef\xbb\xbf  <script>alert(1)</script>"),
        ("note.txt", HTML.decode().encode("utf-16")),
        ("note.csv", b"a;b\0c"),
        ("facture.xml", b"<!-- x --><script xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("dessin.dwg", HTML),
        ("rdv.ics", b"hello"),
        ("liste.xls", workbook()),
        ("liste.xlsx", archive(**{"a.txt": b"a"})),
        ("liste.xlsx", PDF),
        ("liste.ods", workbook()),
        ("lettre.docx", workbook()),
        ("vide.pdf", b""),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UploadRefused) as refusal:
        check_upload(name, content)

    assert isinstance(refusal.value, DomainError)
    assert str(refusal.value)


def test_kind_must_be_among_those_allowed_here() -> None:
    with pytest.raises(UploadRefused, match="xlsx"):
        check_upload("offre.pdf", PDF, allowed=TABLES)
    with pytest.raises(UploadRefused):
        check_upload("page.html", HTML, allowed={"html"})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Temp\\devis.pdf", "devis.pdf"),
        ("annexe\u202efdp.txt", "annexefdp.txt"),
        ("devis\x00.pdf", "devis.pdf"),
        ("shell.php.pdf", "shell_php.pdf"),
        ("shell.php5.pdf", "shell_php5.pdf"),
        ("page.html.js.pdf", "page_html_js.pdf"),
        ("Plan rev. 2.1.pdf", "Plan rev. 2.1.pdf"),
        ("2026.11.24 devis.pdf", "2026.11.24 devis.pdf"),
        (".htaccess.txt", "htaccess.txt"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        (" devis \r\n  signé .pdf. ", "devis signé.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("...", ""),
        ("\u200f\u200e.pdf", "pdf"),
    ],
)
def test_name_is_cleaned(given: str, expected: str) -> None:
    assert clean_name(given) == expected


@pytest.mark.parametrize("name", ["é" * 300 + ".pdf", "a." + "b" * 300, "x" * 300])
def test_long_name_is_cut_and_keeps_its_extension(name: str) -> None:
    cleaned = clean_name(name)

    assert len(cleaned) <= 120
    assert len(cleaned.encode()) <= 255
    if name.endswith(".pdf"):
        assert cleaned.endswith("é.pdf")


@pytest.mark.parametrize("extension", sorted(PICTURES))
def test_picture_is_encoded_again_without_what_was_hidden_in_it(
    extension: str,
) -> None:
    hidden = b"/*<script>alert(1)</script>*/"
    content = picture(KINDS[extension].picture) + hidden

    checked = check_upload(f"photo.{extension}", content, allowed=PICTURES)

    kept = checked.content.read()
    assert b"script" not in kept
    assert checked.size == len(kept)
    assert checked.sha256 == hashlib.sha256(kept).hexdigest()
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == KINDS[extension].picture
        assert image.size == (40, 20)


def test_gif_that_is_a_script_too_becomes_a_picture_only() -> None:
    polyglot = bytearray(picture("GIF", comment=b"*/=1;alert(1)//"))
    assert b"alert" in polyglot

    checked = check_upload("logo.gif", bytes(polyglot))

    assert b"alert" not in checked.content.read()


def test_place_and_text_of_a_picture_are_dropped_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    text = PngInfo()
    text.add_text("Comment", "secret place")

    photo = check_upload("a.jpg", picture("JPEG", exif=exif)).content.read()
    drawing = check_upload("a.png", picture("PNG", pnginfo=text)).content.read()

    assert b"secret" not in photo + drawing
    with Image.open(io.BytesIO(photo)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()


@pytest.mark.parametrize(
    ("extension", "mode"),
    [("png", "RGBA"), ("png", "P"), ("png", "L"), ("jpg", "CMYK"), ("webp", "RGBA")],
)
def test_modes_of_pictures_are_kept_readable(extension: str, mode: str) -> None:
    content = picture(KINDS[extension].picture, mode)

    checked = check_upload(f"a.{extension}", content)

    with Image.open(checked.content) as image:
        image.load()
        assert ("A" in image.getbands()) == (mode == "RGBA")


def png_header(width: int, height: int) -> bytes:
    content = bytearray(picture("PNG"))
    content[16:24] = width.to_bytes(4) + height.to_bytes(4)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        SVG,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        picture("JPEG"),
        picture("PNG")[:50],
        png_header(8_000, 8_000),
        png_header(12_000, 12_000),
        png_header(60_000, 60_000),
    ],
)
def test_picture_that_is_damaged_or_huge_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refusal:
        check_upload("photo.png", content)

    assert str(refusal.value)


def test_workbook_and_its_kin_are_accepted() -> None:
    checked = check_upload("liste.xlsx", workbook(), allowed=TABLES)

    assert checked.media_type.endswith("spreadsheetml.sheet")


def test_bomb_in_a_workbook_is_refused() -> None:
    bomb = archive(**{"xl/workbook.xml": bytes(150_000_000)})

    with pytest.raises(ArchiveRefused):
        check_upload("liste.xlsx", bomb)


class Endless(io.RawIOBase):
    """A stream of any length, which remembers how far it was read."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size < 1_000_000
        self.given += size
        return b"%PDF-".ljust(size, b"x")

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0


def test_file_over_the_limit_is_refused_without_reading_on() -> None:
    stream = Endless()

    with pytest.raises(UploadRefused, match="25"):
        check_upload("plan.pdf", stream)  # type: ignore[arg-type]

    assert stream.given < MAX_BYTES + 100_000


def test_request_is_stopped_while_its_files_arrive() -> None:
    cap = RequestCap()
    piece = bytes(1_000_000)

    for _file in range(9):
        for number in range(22):
            assert cap.receive_data_chunk(piece, number * len(piece)) == piece
    cap.receive_data_chunk(piece, 0)
    cap.receive_data_chunk(piece, len(piece))

    with pytest.raises(RequestDataTooBig):
        cap.receive_data_chunk(piece, 2 * len(piece))


def test_file_in_a_request_is_stopped_at_its_own_limit() -> None:
    with pytest.raises(RequestDataTooBig):
        RequestCap().receive_data_chunk(bytes(10), MAX_BYTES - 9)


@pytest.mark.django_db
def test_person_sends_a_gigabyte_a_day_and_no_more(
    alice: User, bob: User, now: datetime
) -> None:
    def sent(by: User, at: datetime) -> StoredFile:
        upload = check_upload("plan.txt", b"content")
        return keep_upload(upload=upload, actor=by, now=at)

    StoredFile.objects.filter(pk=sent(alice, now).pk).update(size=DAILY_BYTES - 10)
    sent(alice, now)

    with pytest.raises(UploadRefused, match="24"):
        sent(alice, now + timedelta(hours=23))
    sent(bob, now)
    sent(alice, now + timedelta(hours=25))
