"""Files that are not what they say, or are made to do harm: what is kept of them, and what is refused."""

from __future__ import annotations

import io
import struct
import threading
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from jiefen.chat import media
from jiefen.chat.access import attachment_for
from jiefen.chat.queries import bytes_of
from jiefen.chat.refusals import FileRefused
from jiefen.chat.states import MessageKind
from tests.chat.test_files import PDF, office, picture, send
from tests.factories.conversations import make_talk

pytestmark = pytest.mark.django_db
HTML = b"<html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def kept(data: bytes, name: str = "a", **more):
    """(kind, media type, name, stored bytes) of what was sent."""
    client, lawyer = make_talk()
    found = attachment_for(lawyer, send(client, data, name, **more).message.seq)
    return found.message.kind, found.media_type, found.name, bytes_of(found)


def refused(data: bytes, name: str = "a", **more) -> str:
    client, _ = make_talk()
    with pytest.raises(FileRefused) as said:
        send(client, data, name, **more)
    return str(said.value)


def boxes(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\x00\x00\x02\x00" + brand + b"mp41" + b"\x00" * 80


@pytest.mark.parametrize(
    "markup",
    [HTML, SVG, b"\xef\xbb\xbf" + SVG, b" \r\n\t" + HTML, "\ufeff\ufeff<svg>".encode(), b"<?xml version='1.0'?>" + SVG],
)
@pytest.mark.parametrize("name", ["图.png", "图.svg", "说明.txt"])
def test_markup_under_any_name_is_refused(markup, name):
    assert "这种文件不能发" in refused(markup, name)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_of_a_picture_with_something_behind_it_only_the_pixels_are_kept(kind):
    sent = picture(kind, (40, 20)) + HTML + office("[Content_Types].xml", "word/document.xml")
    _, media_type, name, data = kept(sent, "图.html")
    assert (media_type, name) == ("image/jpeg", "图.jpg")
    assert b"script" not in data
    assert b"PK\x03\x04" not in data


def test_a_gif_that_is_also_a_script_is_drawn_or_refused():
    assert "打不开" in refused(b"GIF89a=1;alert(1);//" + b"\x00" * 50)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_stays_behind(kind):
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "SecretPhone", {1: "N", 2: (31.0, 14.0, 9.0), 3: "E", 4: (121.0, 29.0, 1.0)}
    more = {"exif": exif}
    if kind == "PNG":
        about = PngImagePlugin.PngInfo()
        about.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SecretPhone</x:xmpmeta>")
        about.add_text("Author", "SecretPhone")
        more["pnginfo"] = about
    sent = picture(kind, (60, 40), **more)
    assert b"SecretPhone" in sent
    data = kept(sent)[3]
    assert b"SecretPhone" not in data
    assert (b"Exif" in data, dict(Image.open(io.BytesIO(data)).getexif())) == (False, {})


def test_fifty_megapixels_are_drawn_small_and_more_is_refused():
    _, media_type, _, data = kept(picture("JPEG", (8660, 5774)))
    assert (media_type, Image.open(io.BytesIO(data)).size) == ("image/jpeg", (2560, 1707))
    _, _, _, data = kept(picture("PNG", (8660, 5774), "L"), client_id="file-0002")
    assert Image.open(io.BytesIO(data)).size == (2560, 1707)
    assert "太大了" in refused(_png_that_claims(60_001, 1_000))
    assert "像素太多" in refused(_png_that_claims(2**31 - 1, 2**31 - 1))


def _png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are an enormous picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")
    )


def test_pictures_are_drawn_one_after_the_other(monkeypatch):
    drawing, most, lock = 0, 0, threading.Lock()
    encoded = media._encoded

    def counted(image):
        nonlocal drawing, most
        with lock:
            drawing += 1
            most = max(most, drawing)
        try:
            return encoded(image)
        finally:
            with lock:
                drawing -= 1

    monkeypatch.setattr(media, "_encoded", counted)
    sent = picture("JPEG", (400, 300))
    threads = [
        threading.Thread(
            target=media.read_media, args=(sent,), kwargs={"voice": False, "most_pixels": 10**6, "most_side": 200}
        )
        for _ in range(6)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 1


def test_an_office_file_nobody_could_open_is_not_passed_on(monkeypatch):
    monkeypatch.setattr(media, "MOST_UNPACKED", 3 * 1024 * 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", b"\x00" * (3 * 1024 * 1024))
    assert len(out.getvalue()) < 10_000
    assert "展开后超过 3 MB" in refused(out.getvalue(), "合同.docx")


def test_an_archive_of_very_many_parts_is_not_even_listed():
    data = office(
        "[Content_Types].xml", "word/document.xml", *(f"word/{number}.xml" for number in range(media.MOST_PARTS))
    )
    assert "压缩包不能发" in refused(data, "合同.docx")


def test_macros_by_any_spelling():
    assert "带宏" in refused(office("[Content_Types].xml", "word/document.xml", "word/VBAProject.BIN"), "合同.docx")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "passwd.pdf"), ("C:\\Windows\\system32\\cmd.exe", "cmd.pdf"), ("合同\u202efdp.exe", "合同fdp.pdf"),
        ("a\r\nContent-Type: text/html\r\n\r\nx.pdf", "htmlx.pdf"), ("\x00\x07..", "文件.pdf"), (".profile", "profile.pdf"), ("长" * 400 + ".pdf", "长" * 114 + ".pdf"),
    ],
)  # fmt: skip
def test_odd_file_names(name, shown):
    assert kept(PDF, name)[2] == shown


@pytest.mark.parametrize(
    ("data", "media_type", "suffix"),
    [
        (boxes(b"iso5"), "audio/mp4", ".m4a"), (boxes(b"mp42"), "audio/mp4", ".m4a"), (boxes(b"M4A "), "audio/mp4", ".m4a"),
        (b"OggS" + b"\x00" * 40, "audio/ogg", ".ogg"), (b"\x1a\x45\xdf\xa3" + b"\x00" * 40, "audio/webm", ".webm"),
    ],
)  # fmt: skip
def test_what_safari_firefox_and_chrome_record(data, media_type, suffix):
    """The name and the type the browser states do not count: Safari says audio/mp4, some say nothing."""
    kind, found, name, stored = kept(data, "blob", voice_seconds=3)
    assert (kind, found, name, stored) == (MessageKind.VOICE, media_type, f"blob{suffix}", data)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_phone_pictures_are_neither_voice_nor_file_and_the_sentence_helps(brand):
    assert "录音的格式没有认出来" in refused(boxes(brand), voice_seconds=3)
    assert "截图再发" in refused(boxes(brand), "IMG_0001.HEIC")


def test_a_film_is_no_file():
    assert "这种文件不能发" in refused(boxes(b"isom"), "现场.mp4")
