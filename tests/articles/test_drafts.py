"""Writing: whose draft it is, what is kept, what handing in asks for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiefen.accounts.roles import Role
from jiefen.articles.access import get_own_article
from jiefen.articles.actions.drafts import discard_draft, save_draft, start_draft
from jiefen.articles.actions.submitting import recall, submit
from jiefen.articles.models import Article, Revision
from jiefen.articles.refusals import DraftChangedElsewhere, DraftRefused, PromotionRefused
from jiefen.articles.states import ArticleState, MoveRefused, ReviewState
from jiefen.audit.models import Event
from jiefen.engine.practice_areas import AreaError
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.articles import BODY, HOUR, TITLE, make_desk
from tests.factories.lawyers import make_lawyer_actor
from tests.factories.world import AT, make_actor, make_organisation

pytestmark = pytest.mark.django_db


def save(desk, article, **more):
    values = {"title": TITLE, "body": BODY, "save_no": article.save_no, **more}
    return save_draft(article_id=article.pk, by=desk.author, at=AT, **values)


def test_a_draft_may_be_unfinished():
    desk = make_desk()
    article = start_draft(by=desk.author, at=AT)
    saved = save(desk, article, title="", body="半句")
    assert (saved.title, saved.body, saved.save_no, saved.state) == ("", "半句", 1, ArticleState.DRAFT)


def test_only_lawyers_with_a_card_write():
    with pytest.raises(NotPermitted):
        start_draft(by=make_actor(make_organisation(), Role.MANAGER), at=AT)
    with pytest.raises(DraftRefused) as refused:
        start_draft(by=make_lawyer_actor(), at=AT)
    assert refused.value.code == "articles.no_card"


def test_somebody_elses_draft_does_not_exist():
    desk, other = make_desk(), make_desk()
    article = desk.draft()
    for act in (
        lambda: get_own_article(other.author, article.pk),
        lambda: save(other, article),
        lambda: submit(article_id=article.pk, by=other.author, at=AT),
        lambda: discard_draft(article_id=article.pk, by=other.author, at=AT),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotPermitted):
        get_own_article(desk.operator, article.pk)
    assert Article.objects.get(pk=article.pk).title == TITLE


def test_two_windows_do_not_overwrite_each_other():
    desk = make_desk()
    article = desk.draft()
    save(desk, article, body="第一个窗口")
    with pytest.raises(DraftChangedElsewhere):
        save(desk, article, body="第二个窗口")
    assert Article.objects.get(pk=article.pk).body == "第一个窗口"


@pytest.mark.parametrize(
    "values",
    [
        {"title": "长" * 61}, {"body": "长" * 30001}, {"lead": "长" * 121}, {"topic": "房屋租赁"},
        {"area": "劳动社保", "topic": "房屋租赁"},
    ],
)  # fmt: skip
def test_what_cannot_be_kept(values):
    desk = make_desk()
    article = desk.draft()
    with pytest.raises(DraftRefused):
        save(desk, article, **values)


def test_an_area_nobody_knows():
    desk = make_desk()
    with pytest.raises(AreaError):
        save(desk, desk.draft(), area="占星")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=300))
def test_any_text_comes_back_as_it_was(text):
    desk = make_desk()
    article = start_draft(by=desk.author, at=AT)
    assert save(desk, article, body=text).body == text


def test_handing_in_makes_a_version_that_never_changes():
    desk = make_desk()
    review = desk.submitted(area="", topic="", lead="")
    revision, article = review.revision, review.article
    assert (article.state, review.state, revision.number) == (ArticleState.SUBMITTED, ReviewState.WAITING, 1)
    assert revision.area == "房产物业" and revision.topic == "房屋租赁"
    assert 10 <= len(revision.lead) <= 120 and revision.lead[:6] in BODY
    assert [(c.law, c.number, c.is_known) for c in revision.citations.all()] == [("民法典", 711, True)]
    article.refresh_from_db()
    save(desk, article, body="改过")
    assert Revision.objects.get(pk=revision.pk).body == BODY
    assert Event.objects.filter(code="articles.article_submitted").count() == 1


def test_versions_cannot_be_changed_in_the_database():
    from django.db import DatabaseError, transaction

    revision = make_desk().submitted().revision
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(body="另一篇")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": "短"}, "articles.no_title"), ({"body": "太短。"}, "articles.too_short"),
        ({"body": BODY + "\n![图](picture:99)\n"}, "articles.picture_missing"),
    ],
)  # fmt: skip
def test_what_handing_in_asks_for(values, code):
    desk = make_desk()
    article = desk.draft(**values)
    with pytest.raises(DraftRefused) as refused:
        submit(article_id=article.pk, by=desk.author, at=AT)
    assert refused.value.code == code
    assert not Revision.objects.exists()


def test_promotion_is_refused_with_the_rule_and_what_to_write():
    desk = make_desk()
    article = desk.draft(body=BODY + "\n我们保证百分之百胜诉。\n")
    with pytest.raises(PromotionRefused) as refused:
        submit(article_id=article.pk, by=desk.author, at=AT)
    assert {one.code for one in refused.value.findings} == {"promised_result", "win_rate"}
    assert "律师业务推广行为规则" in str(refused.value) and "可以这样写" in str(refused.value)
    assert Article.objects.get(pk=article.pk).body.endswith("胜诉。\n")


def test_borderline_words_go_to_the_reviewer():
    review = make_desk().submitted(body=BODY + "\n我们是本市最好的团队，比别的律所都强。\n")
    assert {one["title"] for one in review.findings} >= {"最高级和绝对化用语"}


def test_no_second_version_while_one_waits():
    desk = make_desk()
    review = desk.submitted()
    with pytest.raises(DraftRefused) as refused:
        submit(article_id=review.article_id, by=desk.author, at=AT)
    assert refused.value.code == "articles.under_review"


@pytest.mark.parametrize("moment", [AT - HOUR, AT, AT + dt.timedelta(days=91)])
def test_hours_that_cannot_be_kept(moment):
    desk = make_desk()
    article = desk.draft()
    with pytest.raises(DraftRefused) as refused:
        submit(article_id=article.pk, by=desk.author, at=AT, publish_at=moment)
    assert refused.value.code == "articles.moment"


def test_a_published_text_is_revised_with_a_reason():
    desk = make_desk()
    article = desk.published()
    with pytest.raises(DraftRefused) as refused:
        desk.revise(article, BODY + "\n补一段。\n", reason=" ")
    assert refused.value.code == "articles.no_reason"
    with pytest.raises(DraftRefused):
        submit(article_id=article.pk, by=desk.author, at=AT, reason="长" * 201)


def test_taking_back():
    desk = make_desk()
    review = desk.submitted()
    recall(article_id=review.article_id, by=desk.author, at=AT)
    review.refresh_from_db()
    assert (review.state, Article.objects.get(pk=review.article_id).state) == (ReviewState.RECALLED, ArticleState.DRAFT)
    with pytest.raises(DraftRefused):
        recall(article_id=review.article_id, by=desk.author, at=AT)


def test_throwing_away():
    desk = make_desk()
    article = desk.draft()
    discard_draft(article_id=article.pk, by=desk.author, at=AT)
    with pytest.raises(NotFound):
        get_own_article(desk.author, article.pk)
    with pytest.raises(DraftRefused):
        discard_draft(article_id=desk.published().pk, by=desk.author, at=AT)
    with pytest.raises(MoveRefused):
        discard_draft(article_id=desk.submitted().article_id, by=desk.author, at=AT)


def test_a_card_that_is_not_on_show_cannot_publish():
    desk = make_desk()
    article = desk.draft()
    from jiefen.lawyers.models import Licence
    from jiefen.lawyers.states import LicenceState

    Licence.objects.filter(lawyer=article.author_id).update(state=LicenceState.SUSPENDED)
    with pytest.raises(DraftRefused) as refused:
        submit(article_id=article.pk, by=desk.author, at=AT)
    assert refused.value.code == "articles.card_hidden"
