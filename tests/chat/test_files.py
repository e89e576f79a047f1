"""Pictures lose their metadata, files are what their bytes are, and what is refused says what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from PIL import Image

from jiefen.chat.access import attachment_for
from jiefen.chat.actions.export import export_for_client
from jiefen.chat.actions.files import post_file
from jiefen.chat.actions.messages import withdraw
from jiefen.chat.models import Attachment
from jiefen.chat.queries import bytes_of
from jiefen.chat.refusals import EmptyMessage, FileRefused, ReadOnlySeat
from jiefen.shared.errors import NotFound
from tests.factories.conversations import again, make_talk, say
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3" + b"\x00" * 60
PDF = b"%PDF-1.7\n" + b"x" * 100


def picture(kind="JPEG", size=(3000, 1500), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, kind, **more)
    return out.getvalue()


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def send(seat, data, name="文件.bin", **more):
    return post_file(by=seat, client_id=more.pop("client_id", "file-0001"), data=data, name=name, at=AT, **more)


def test_a_picture_is_drawn_anew_without_its_metadata():
    client, lawyer = make_talk()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x8825] = "手机", 6, {1: "N", 2: (31.0, 14.0, 9.0)}
    sent = picture(exif=exif, comment=b"geheim")
    posted = send(client, sent, "C:\\Users\\我\\合同.png")
    kept = attachment_for(lawyer, posted.message.seq)
    data = bytes_of(kept)
    opened = Image.open(io.BytesIO(data))
    assert (kept.name, kept.media_type, kept.size_bytes) == ("合同.jpg", "image/jpeg", len(data))
    assert (opened.size, dict(opened.getexif()), "comment" in opened.info) == ((1280, 2560), {}, False)
    assert (kept.width, kept.height) == opened.size, "turned upright, as the phone meant it"


def test_what_is_see_through_stays_so():
    client, lawyer = make_talk()
    posted = send(client, picture("PNG", (20, 10), "RGBA"))
    kept = attachment_for(lawyer, posted.message.seq)
    assert (kept.media_type, kept.width, kept.height) == ("image/png", 20, 10)


def test_files_lie_encrypted_outside_anything_served():
    client, _ = make_talk()
    send(client, PDF, "租房合同.pdf")
    key = Attachment.objects.get().key
    raw = (Path(live_settings.PRIVATE_FILES) / key[:2] / key).read_bytes()
    assert b"%PDF" not in raw


@pytest.mark.parametrize(
    ("data", "name", "shown"),
    [
        (PDF, "../../etc/passwd", "passwd.pdf"), (PDF, "", "文件.pdf"),
        (office("[Content_Types].xml", "word/document.xml"), "说明.exe", "说明.docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "账.xlsx", "账.xlsx"),
        ("欠条：今借到".encode("gb18030"), "欠条.txt", "欠条.txt"),
    ],
)  # fmt: skip
def test_a_file_is_called_what_it_is(data, name, shown):
    client, lawyer = make_talk()
    assert attachment_for(lawyer, send(client, data, name).message.seq).name == shown


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00\x03" + b"\x00" * 60, "这种文件不能发"), (b"<html><script>", "这种文件不能发"),
        (b"\xff\xd8\xff\xe0 no picture", "打不开"), (office("a.txt"), "压缩包不能发"),
        (office("[Content_Types].xml", "word/vbaProject.bin"), "带宏"), (b"PK\x03\x04 broken", "压缩包不能发"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为"), (b"\x00" * 20971521, "超过 20 MB"),
        (picture("PNG", (9000, 7000), "1"), "太大了"), (b"\x1a\x45\xdf\xa3 webm", "这种文件不能发"),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_to_do(data, words):
    client, _ = make_talk()
    with pytest.raises(FileRefused, match=words):
        send(client, data)
    assert not Attachment.objects.exists()


def test_voice_notes():
    client, lawyer = make_talk()
    kept = attachment_for(lawyer, send(client, WEBM, "语音", voice_seconds=7).message.seq)
    assert (kept.media_type, kept.seconds, kept.name) == ("audio/webm", 7, "语音.webm")
    for data, seconds, words in ((WEBM, 91, "最长 90 秒"), (WEBM, 0, "最长"), (PDF, 5, "录音的格式")):
        with pytest.raises(FileRefused, match=words):
            send(client, data, voice_seconds=seconds, client_id="file-0002")
    with pytest.raises(FileRefused, match="超过 4 MB"):
        send(client, WEBM + b"\x00" * 4194304, voice_seconds=5, client_id="file-0003")


def test_sent_twice_is_sent_once():
    client, _ = make_talk()
    first, second = send(client, PDF), send(client, picture())
    assert (first.is_new, second.is_new, second.message.pk) == (True, False, first.message.pk)
    assert Attachment.objects.count() == 1
    with pytest.raises(EmptyMessage):
        send(client, b"", client_id="file-0002")


def test_who_may_open_it():
    client, lawyer = make_talk()
    stranger, _ = make_talk()
    posted = send(client, PDF)
    with pytest.raises(NotFound):
        attachment_for(stranger, posted.message.seq)
    withdraw(by=client, seq=posted.message.seq, at=AT)
    with pytest.raises(NotFound, match="撤回"):
        attachment_for(lawyer, posted.message.seq)
    lawyer.can_write = False
    with pytest.raises(ReadOnlySeat):
        send(lawyer, PDF)


def test_the_conversation_to_take_along():
    client, lawyer = make_talk()
    say(client, "房东 <b>不退</b> 押金")
    send(client, PDF, "合同.pdf")
    gone = say(lawyer, "这句撤回")
    withdraw(by=lawyer, seq=gone.seq, at=AT)
    with zipfile.ZipFile(io.BytesIO(export_for_client(by=again(client), at=AT))) as packed:
        page = packed.read("对话.html").decode()
        assert packed.namelist() == ["对话.html", "附件/0003-合同.pdf"]
        assert packed.read("附件/0003-合同.pdf") == PDF
    assert "房东 &lt;b&gt;不退&lt;/b&gt; 押金" in page
    assert "这句撤回" not in page
    assert "（已撤回）" in page
