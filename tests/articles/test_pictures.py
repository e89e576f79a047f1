"""Pictures: drawn anew, described, shown to whom they may be shown."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from jiefen.articles.access import get_picture
from jiefen.articles.actions.pictures import add_picture
from jiefen.articles.actions.publishing import take_down
from jiefen.articles.actions.reviewing import approve
from jiefen.articles.drawing import CARD, MOST_BYTES, redraw
from jiefen.articles.models import Picture
from jiefen.articles.refusals import PictureRefused
from jiefen.shared.errors import NotFound
from jiefen.shared.files import read_private
from tests.factories.articles import BODY, make_desk, picture_bytes
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_widths_from_small_to_the_pictures_own():
    drawn = redraw(picture_bytes((1000, 600)))
    assert sorted(drawn.files) == [480, 960, 1000] and (drawn.width, drawn.height) == (1000, 600)
    assert {opened(data).format for data in drawn.files.values()} == {"WEBP"}
    assert opened(drawn.card).size == CARD and opened(drawn.card).format == "JPEG"


def test_nothing_but_pixels_survives():
    exif = Image.Exif()
    exif[0x010E], exif[0x0110] = "secret place", "camera"
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "secret words")
    for data in (picture_bytes(kind="JPEG", exif=exif), picture_bytes(pnginfo=words)):
        drawn = redraw(data)
        for kept in (*drawn.files.values(), drawn.card):
            assert b"secret" not in kept and b"camera" not in kept
            assert not opened(kept).getexif() and "exif" not in opened(kept).info


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = redraw(picture_bytes((400, 200), "JPEG", exif=exif))
    assert (drawn.width, drawn.height) == (200, 400)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"%PDF-1.7",
        picture_bytes()[:200], picture_bytes((20, 20)), picture_bytes((4000, 40)), b"\x00" * (MOST_BYTES + 1),
    ],
)  # fmt: skip
def test_what_is_no_picture(data):
    with pytest.raises(PictureRefused):
        redraw(data)


def test_a_bomb_does_not_go_off(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(PictureRefused):
        redraw(picture_bytes((300, 300)))


@pytest.mark.parametrize(("alt", "code"), [("  ", "articles.no_alt"), ("长" * 121, "articles.long_alt")])
def test_a_picture_is_described(alt, code):
    desk = make_desk()
    article = desk.draft()
    with pytest.raises(PictureRefused) as refused:
        add_picture(article_id=article.pk, data=picture_bytes(), alt=alt, by=desk.author, at=AT)
    assert refused.value.code == code


def test_only_into_ones_own_article():
    desk, other = make_desk(), make_desk()
    with pytest.raises(NotFound):
        add_picture(article_id=desk.draft().pk, data=picture_bytes(), alt="一张图", by=other.author, at=AT)


def test_who_sees_it_before_and_after():
    desk, other = make_desk(), make_desk()
    article = desk.draft()
    picture = add_picture(article_id=article.pk, data=picture_bytes(), alt="一张图", by=desk.author, at=AT)
    assert opened(read_private(picture.files["480"])).width == 480
    for actor in (None, other.author):
        with pytest.raises(NotFound):
            get_picture(actor, picture.pk, picture.fingerprint)
    for actor in (desk.author, desk.operator):
        assert get_picture(actor, picture.pk, picture.fingerprint).pk == picture.pk
    review = desk_submits(desk, article, f"{BODY}\n![一张图](picture:{picture.pk})\n")
    approve(review_id=review.pk, by=desk.operator, at=AT)
    assert get_picture(None, picture.pk, picture.fingerprint).is_public
    with pytest.raises(NotFound):
        get_picture(None, picture.pk, "0" * 16)
    take_down(article_id=article.pk, note="核对中。", by=desk.operator, at=AT)
    with pytest.raises(NotFound):
        get_picture(None, picture.pk, picture.fingerprint)


def desk_submits(desk, article, body):
    from jiefen.articles.actions.drafts import save_draft
    from jiefen.articles.actions.submitting import submit

    article.refresh_from_db()
    save_draft(
        article_id=article.pk,
        title=article.title,
        body=body,
        area="房产物业",
        save_no=article.save_no,
        by=desk.author,
        at=AT,
    )
    return submit(article_id=article.pk, by=desk.author, at=AT)


def test_not_more_than_twenty(monkeypatch):
    monkeypatch.setattr("jiefen.articles.actions.pictures.number", lambda code, day: 1)
    desk = make_desk()
    article = desk.draft()
    add_picture(article_id=article.pk, data=picture_bytes(), alt="一张图", by=desk.author, at=AT)
    with pytest.raises(PictureRefused):
        add_picture(article_id=article.pk, data=picture_bytes(), alt="又一张", by=desk.author, at=AT)
    assert Picture.objects.count() == 1
