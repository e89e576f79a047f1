"""Citations: resolved, compared with newer wordings, told to readers."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command

from jiefen.articles.actions.reviewing import approve
from jiefen.articles.citing import citations_of, recheck
from jiefen.articles.models import Citation
from jiefen.articles.queries.citations import cited_by, live_revisions
from jiefen.articles.queries.desk import outdated
from jiefen.rules.law_revisions import Revision as LawRevision
from jiefen.statutes.models import ArticleVersion, Law
from tests.factories.articles import BODY, make_desk
from tests.factories.world import AT, TODAY
from tests.statutes.collections import jsonl

pytestmark = pytest.mark.django_db
TEXT = BODY + "\n《示范法》第三条、第四条，《民法典》第七百一十一条，《没有的法》第九条。第十条。\n"


def make_version(law: Law, number: int, version: dt.date, **more: object) -> ArticleVersion:
    label = f"第{'零一二三四五'[number]}条"
    return ArticleVersion.objects.create(
        law=law, label=label, number=number, version=version, effective_from=version, text="条文", reference=f"{number}-{version}",
        position=number, fingerprint="0", **more,
    )  # fmt: skip


def changed() -> list[tuple[int, bool, dt.date | None]]:
    return list(
        Citation.objects.filter(law="示范法").order_by("number").values_list("number", "is_changed", "changed_on")
    )


def test_an_import_tells_readers_and_the_author_and_a_revision_clears_it(tmp_path, settings):
    """The whole way: a newer version imported from a file, the notice, the author's desk, the revised text."""
    settings.DATA_FOLDER = tmp_path
    row = {
        "law": "示范法",
        "article": "第三条",
        "text": "旧的写法。",
        "id": 1,
        "version": "2020-01-01",
        "effective_from": "2020-01-01",
    }
    call_command("import_statutes", jsonl(tmp_path / "old.jsonl", [row]), stdout=io.StringIO())
    desk = make_desk()
    article = desk.published(body=TEXT)
    assert outdated(desk.author) == ()
    day = str(TODAY + dt.timedelta(days=1))
    newer = {**row, "id": 2, "text": "新的写法。", "version": day, "effective_from": day}
    said = io.StringIO()
    call_command("import_statutes", jsonl(tmp_path / "new.jsonl.gz", [newer], packed=True), stdout=said)
    assert "文章里引用的法条有 1 处要重新看" in said.getvalue()
    [old] = outdated(desk.author)
    assert (old.article_id, old.laws) == (article.pk, ("《示范法》第三条",))
    assert outdated(make_desk().author) == ()  # another author's
    later = AT + dt.timedelta(days=2)
    review = desk.revise(article, TEXT + "\n按新的写法核对过。\n", at=later)
    assert len(outdated(desk.author)) == 1  # readers still read the old text
    approve(review_id=review.pk, by=desk.operator, at=later)
    assert outdated(desk.author) == ()
    assert recheck(live_revisions(), today=later.date()) == 0


def test_each_article_once_in_reading_order():
    law = Law.objects.create(name="示范法")
    version = make_version(law, 3, dt.date(2020, 1, 1))
    rows = citations_of(TEXT, on=TODAY)
    assert [(row.law, row.number, row.is_known) for row in rows] == [
        ("民法典", 711, True), ("示范法", 3, True), ("示范法", 4, False), ("没有的法", 9, False),
    ]  # fmt: skip
    assert rows[1].version_id == version.pk


def test_a_newer_wording_is_noticed_at_night():
    law = Law.objects.create(name="示范法")
    old = make_version(law, 3, dt.date(2020, 1, 1))
    make_version(law, 4, dt.date(2020, 1, 1))
    desk = make_desk()
    article = desk.published(body=TEXT)
    assert changed() == [(3, False, None), (4, False, None)]
    assert recheck(live_revisions(), today=TODAY) == 0
    later = TODAY + dt.timedelta(days=40)
    ArticleVersion.objects.filter(pk=old.pk).update(effective_to=later)
    make_version(law, 3, later)
    assert recheck(live_revisions(), today=later) == 1
    assert changed() == [(3, True, later), (4, False, None)]
    cited = {one.name: one for one in cited_by(article.live_id)}
    assert cited["《示范法》第三条"].is_changed and cited["《示范法》第三条"].changed_on == later
    assert cited["《民法典》第七百一十一条"].gist


def test_only_what_readers_see_is_compared():
    desk = make_desk()
    desk.submitted()
    article = desk.published(title="另一篇讲押金的文章")
    assert live_revisions() == [article.live_id]


def test_odd_numbers_make_no_rows():
    assert citations_of("《民法典》第99999条，《民法典》第零条", on=TODAY) == []
    many = "".join(f"《民法典》第{number}条，" for number in range(1, 100))
    assert len(citations_of(many, on=TODAY)) == 60


@pytest.fixture
def revised(monkeypatch):
    """《仲裁法》 revised as a whole: from the day given on."""

    def on(day: dt.date) -> None:
        def latest(law: str, *, today: dt.date) -> LawRevision | None:
            known = law == "仲裁法" and day <= today
            return LawRevision(law, day, "条号全部重排", "示范", "H") if known else None

        for place in ("citing", "queries.citations"):
            monkeypatch.setattr(f"jiefen.articles.{place}.latest_revision", latest)

    return on


def test_a_law_revised_since_is_told_where_no_newer_wording_is_imported(revised):
    day = TODAY + dt.timedelta(days=7)
    revised(day)
    article = make_desk().published(body=BODY + "\n《中华人民共和国仲裁法》第十六条，《民法典》第七百一十一条。\n")
    recheck(live_revisions(), today=day - dt.timedelta(days=1))
    assert not Citation.objects.filter(is_changed=True).exists()
    recheck(live_revisions(), today=day)
    cited = {one.law: one for one in cited_by(article.live_id)}
    assert (cited["仲裁法"].changed_on, cited["仲裁法"].revised) == (day, "条号全部重排")
    assert (cited["民法典"].is_changed, cited["民法典"].revised) == (False, "")


def test_a_text_written_on_the_day_of_the_revision_is_of_the_new_law(revised):
    revised(TODAY)
    make_desk().published(body=BODY + "\n《仲裁法》第十六条。\n")
    recheck(live_revisions(), today=TODAY)
    assert not Citation.objects.filter(is_changed=True).exists()
