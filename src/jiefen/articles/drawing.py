"""Pictures drawn anew: only the pixels survive, in a few widths. No metadata, no place, no camera, no hidden data."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jiefen.articles.refusals import PictureRefused

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES: Final = 12 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LEAST_SIDE: Final = 32
WIDTHS: Final = (480, 960, 1440)
CARD: Final = (1200, 630)
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


@dataclass(frozen=True)
class Redrawn:
    """A picture ready to keep. ``files``: width → WebP; ``card``: a JPEG for link previews."""

    width: int
    height: int
    files: dict[int, bytes]
    card: bytes


def redraw(data: bytes) -> Redrawn:
    """Decode, turn upright, draw on a fresh canvas, encode. Raises PictureRefused for anything that is no picture."""
    if len(data) > MOST_BYTES:
        raise PictureRefused(f"这张图有 {len(data) / 1048576:.1f} MB，最大 {MOST_BYTES // 1048576} MB，请先缩小。")
    from PIL.Image import Resampling  # Pillow is loaded when the first picture comes

    plain = _pixels(data)
    files: dict[int, bytes] = {}
    for width in WIDTHS:
        wide = min(width, plain.width)
        if wide not in files:
            files[wide] = _webp(
                plain.resize((wide, max(1, round(plain.height * wide / plain.width))), Resampling.LANCZOS)
            )
    widest = max(files)
    return Redrawn(widest, max(1, round(plain.height * widest / plain.width)), files, _card(plain))


def _pixels(data: bytes) -> Image.Image:
    """The picture's pixels alone, on white where it was transparent."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureRefused("这张图的尺寸太大，请先缩小到五千万像素以内。")
                if min(opened.size) < LEAST_SIDE or max(opened.size) > 50 * min(opened.size):
                    raise PictureRefused("这张图太小或太窄，读者看不清。请换一张。")
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except PictureRefused:
        raise
    except Exception:  # a hostile file may break a decoder in any way
        raise PictureRefused("这个文件读不出图来。请换成 JPG、PNG 或 WebP 格式的图片。") from None
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright.getchannel("A"))
    return canvas


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _card(picture: Image.Image) -> bytes:
    from PIL import ImageOps
    from PIL.Image import Resampling

    out = io.BytesIO()
    ImageOps.fit(picture, CARD, Resampling.LANCZOS).save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
