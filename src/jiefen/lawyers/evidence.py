"""What may be handed in as evidence: a photograph, a scan or a PDF, told by its content and never by its name."""

from __future__ import annotations

import io
from typing import Final

from jiefen.lawyers.refusals import NotVerifiable

LIMIT: Final = 10 * 1024 * 1024  # bytes
PDF: Final = "application/pdf"
_IMAGES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_MOST_PIXELS: Final = 60_000_000


def kind_of(data: bytes) -> str:
    """The content type of evidence that may be kept. Raises NotVerifiable, which says what to hand in instead."""
    if not data:
        raise NotVerifiable("请附上执业证的照片或扫描件，10 MB 以内。", code="lawyers.evidence")
    if len(data) > LIMIT:
        raise NotVerifiable("这个文件超过 10 MB，请拍小一点或压缩后再传。", code="lawyers.evidence")
    if data.startswith(b"%PDF-"):
        return PDF
    kind = _image_kind(data)
    if not kind:
        raise NotVerifiable(
            "这个文件不是能看的照片或 PDF。请用 JPG、PNG 或 PDF 再传一次。", code="lawyers.evidence_type"
        )
    return kind


def _image_kind(data: bytes) -> str:
    """Read the header only: nothing is decoded for somebody we do not know."""
    from PIL import Image, UnidentifiedImageError  # with the first picture: a start does not wait for it

    try:
        with Image.open(io.BytesIO(data), formats=tuple(_IMAGES)) as image:
            size, name = image.width * image.height, image.format or ""
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return ""
    return _IMAGES.get(name, "") if size <= _MOST_PIXELS else ""
