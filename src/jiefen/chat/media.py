"""What a file is, by its bytes alone, and pictures drawn anew: position, device and owner stay behind."""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import dataclass
from typing import Final

from jiefen.chat.refusals import FileRefused
from jiefen.chat.states import MessageKind

IMAGES: Final = ("JPEG", "PNG", "WEBP", "GIF")
JPEG_QUALITY: Final = 86
OFFICE: Final = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
}
MOST_PARTS: Final = 5000  # of an Office file
MOST_UNPACKED: Final = 300 * 1024 * 1024  # bytes: more would stop the reader's computer
PHONE_PICTURES: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_drawing = threading.Lock()  # a picture of 60 million pixels takes 240 MB while it is drawn: one after the other
ACCEPTED: Final = "图片（JPG、PNG、WebP、GIF）、PDF、Word、Excel、PPT、纯文本，或用这里的录音键录的语音"


@dataclass(frozen=True)
class Media:
    """A file as it will be kept. ``data`` of an image is the redrawn one; ``suffix`` is what its kind is called."""

    kind: MessageKind
    media_type: str
    suffix: str
    data: bytes
    width: int = 0
    height: int = 0


def read_media(data: bytes, *, voice: bool, most_pixels: int, most_side: int) -> Media:
    """What the bytes are. ``voice``: a recording is expected. Raises FileRefused for anything not on the list."""
    if voice:
        media_type, suffix = _voice(data)
        return Media(MessageKind.VOICE, media_type, suffix, data)
    if data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or data[:6] in (b"GIF87a", b"GIF89a"):
        return _redrawn(data, most_pixels, most_side)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _redrawn(data, most_pixels, most_side)
    media_type, suffix = _document(data)
    return Media(MessageKind.FILE, media_type, suffix, data)


def _voice(data: bytes) -> tuple[str, str]:
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "audio/webm", ".webm"
    if data[:4] == b"OggS":
        return "audio/ogg", ".ogg"
    if data[4:8] == b"ftyp" and data[8:12] not in PHONE_PICTURES:
        return "audio/mp4", ".m4a"
    raise FileRefused("这段录音的格式没有认出来。请换一个浏览器再录，或直接打字。")


def _document(data: bytes) -> tuple[str, str]:
    if data[:5] == b"%PDF-":
        return "application/pdf", ".pdf"
    if data[:4] == b"PK\x03\x04":
        return _office(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise FileRefused("旧格式的 Word、Excel 里可能带宏，不能收。请另存为 .docx 或 .xlsx，或导出成 PDF 再发。")
    if data[4:8] == b"ftyp" and data[8:12] in PHONE_PICTURES:
        raise FileRefused("这种图片（HEIC）很多电脑打不开。请截图再发，或在手机相机设置里选“兼容性最佳”后重拍。")
    if _is_text(data):
        return "text/plain", ".txt"
    raise FileRefused(f"这种文件不能发。可以发：{ACCEPTED}。")


def _office(data: bytes) -> tuple[str, str]:
    """By the names of its parts; nothing is unpacked here, and what nobody could unpack is not passed on."""
    parts = _parts(data)
    names = [part.filename for part in parts]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("这个文件里带宏，不能收。请另存为不带宏的格式，或导出成 PDF 再发。")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(
            f"这个文件展开后超过 {MOST_UNPACKED // 1024 // 1024} MB，对方的电脑可能打不开。请分成几份，或导出成 PDF 再发。"
        )
    if "[Content_Types].xml" in names:
        for folder, found in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return found
    raise FileRefused(f"压缩包不能发，请把里面的文件分别发。可以发：{ACCEPTED}。")


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _is_text(data: bytes) -> bool:
    """UTF-8 or GB18030 without control characters. Markup is no text: a browser might run it."""
    if b"\x00" in data:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_markup = words.lstrip("\ufeff \r\n\t")[:1] in ("<", "")
        return not is_markup and all(each >= " " or each in "\r\n\t" for each in words)
    return False


def _redrawn(data: bytes, most_pixels: int, most_side: int) -> Media:
    """Decoded, turned upright, made no larger than needed and encoded anew. Nothing but the pixels is carried over."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # with the first picture, not at start

    try:
        with _drawing, Image.open(io.BytesIO(data), formats=IMAGES) as opened:
            size = opened.size
            if size[0] * size[1] <= most_pixels:
                opened.draft("RGB", (most_side, most_side))
                opened.thumbnail((most_side, most_side), Image.Resampling.LANCZOS)  # before anything copies it
                return _encoded(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError:
        raise FileRefused("这张图的像素太多了。请先缩小，或截下要紧的部分再发。") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise FileRefused("这张图打不开，可能没有传完整。请重新选一次，或截图再发。") from None
    raise FileRefused(f"这张图有 {size[0]}×{size[1]} 像素，太大了。请先缩小，或截下要紧的部分再发。")


def _encoded(picture: object) -> Media:
    from PIL import Image

    assert isinstance(picture, Image.Image)  # noqa: S101
    out = io.BytesIO()
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if has_alpha:
        clean, media_type, suffix = picture.convert("RGBA"), "image/png", ".png"
        clean.info.clear()
        clean.save(out, "PNG", optimize=True)
    else:
        clean, media_type, suffix = picture.convert("RGB"), "image/jpeg", ".jpg"
        clean.info.clear()
        clean.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, exif=b"", icc_profile=None)
    return Media(MessageKind.IMAGE, media_type, suffix, out.getvalue(), clean.width, clean.height)
