"""Pictures of a text, ready to be shown."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.articles.markdown import Drawn, picture_ids
from jiefen.articles.models import Picture

Address = Callable[[int, str, int], str]  # (picture, fingerprint, width) → where it is served


def drawn_pictures(article_id: int, body: str, address: Address) -> dict[int, Drawn]:
    """Every picture of the article that the text shows. One query, none for a text without pictures."""
    shown = picture_ids(body)
    rows = Picture.objects.filter(article=article_id, pk__in=shown) if shown else []
    return {row.pk: drawn(row, address) for row in rows}


def drawn(row: Picture, address: Address) -> Drawn:
    """A picture with its widths from small to large."""
    widths = sorted(int(width) for width in row.files)
    sources = tuple((address(row.pk, row.fingerprint, width), width) for width in widths)
    return Drawn(sources, row.width, row.height, row.alt)


def card_of(picture_id: int) -> tuple[int, str] | None:
    """(picture, fingerprint) of a public picture, for a link preview."""
    return Picture.objects.filter(pk=picture_id, is_public=True).values_list("pk", "fingerprint").first()
