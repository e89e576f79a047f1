"""Practice sessions: one's own only, stored between utterances, finished with feedback; the model is only a voice."""

from __future__ import annotations

import json

import pytest

from jiefen.accounts.actors import system_actor
from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection.actions.practice import PracticeRefused, finish_practice, say, start_practice
from jiefen.collection.models import PracticeOutcome, PracticeSession
from jiefen.collection.queries.practice import (
    borrowed_fen,
    feedback_of,
    met_personas,
    my_practice,
    practice_for,
    talk_of,
)
from jiefen.config.language_model import language_model_settings
from jiefen.engine.practice.partner import TalkIsOver
from jiefen.engine.practice.personas import UnknownPersona, all_personas, persona
from jiefen.engine.practice.vocabulary import OUTCOME_LABELS
from jiefen.shared.errors import NotFound
from jiefen.shared.language_model import LanguageModel, ModelFailed, configured_model
from tests.engine.practice.scripts import GOOD, THREATS
from tests.factories.arrears import make_debtor
from tests.factories.world import AT, make_actor, make_estate, make_organisation, make_premises
from tests.fakes.chat_endpoint import chat_endpoint

pytestmark = pytest.mark.django_db
HELLO = "您好，我是物业的管家小何。"


@pytest.fixture
def steward():
    return make_actor(make_organisation(), Role.STEWARD)


def begin(by, code: str = "zhou_leak", **more: object) -> PracticeSession:
    return start_practice(persona=code, seed=5, by=by, at=AT, **more)


def go_on(session: PracticeSession, words: str, by, **more: object) -> PracticeSession:
    return say(session_id=session.pk, words=words, seen=session.turns, by=by, at=AT, **more)


def test_a_talk_is_kept_between_utterances_and_ends_with_feedback(steward):
    session = begin(steward)
    for line in GOOD["zhou_leak"]:
        session = go_on(session, line, steward)
    session.refresh_from_db()
    assert (session.outcome, session.finished_at) == (PracticeOutcome.WON, AT)
    assert talk_of(session).said == GOOD["zhou_leak"]
    assert feedback_of(session)["headline"] == "他自己选了办法：修好确认了再交"
    codes = list(Event.objects.filter(subject_no=str(session.pk)).order_by("seq").values_list("code", flat=True))
    assert codes == ["collection.practice_started", "collection.practice_finished"]


def test_nothing_typed_stands_in_the_database_in_clear_or_in_the_audit_trail(steward):
    session = begin(steward)
    go_on(session, "我叫欧阳震华，电话13800138000。", steward)
    go_on(practice_for(steward, session.pk), THREATS[0], steward)
    row = PracticeSession.objects.raw(
        "SELECT id, words AS w, feedback AS f, state AS s FROM collection_practicesession"
    )[0]
    assert "欧阳震华" not in f"{row.w}{row.f}{row.s}"
    assert "13800138000" not in json.dumps(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("words", "code"),
    [("  ", "collection.practice_nothing_said"), ("长" * 501, "collection.practice_too_long")],
)
def test_what_cannot_be_said_is_refused_by_name(steward, words, code):
    session = begin(steward)
    with pytest.raises(PracticeRefused) as refused:
        go_on(session, words, steward)
    assert refused.value.code == code
    assert practice_for(steward, session.pk).turns == 1


def test_two_windows_do_not_talk_over_each_other(steward):
    session = begin(steward)
    say(session_id=session.pk, words=HELLO, seen=1, by=steward, at=AT)
    with pytest.raises(PracticeRefused, match="别的窗口"):
        say(session_id=session.pk, words=HELLO, seen=1, by=steward, at=AT)


def test_what_is_over_is_over(steward):
    session = finish_practice(session_id=begin(steward).pk, by=steward, at=AT)
    assert session.outcome == PracticeOutcome.LEFT
    with pytest.raises(TalkIsOver):
        go_on(session, HELLO, steward)
    with pytest.raises(TalkIsOver):
        finish_practice(session_id=session.pk, by=steward, at=AT)


def test_nobody_sees_anybody_elses_practice(steward):
    session = begin(steward)
    colleague = make_actor(PracticeSession.objects.get().organisation, Role.MANAGER)
    for other in (colleague, make_actor(make_organisation(), Role.ADMIN)):
        with pytest.raises(NotFound):
            practice_for(other, session.pk)
        with pytest.raises(NotFound):
            go_on(session, HELLO, other)
        with pytest.raises(NotFound):
            finish_practice(session_id=session.pk, by=other, at=AT)
        assert my_practice(other) == []
        assert met_personas(other) == {}


def test_the_system_itself_does_not_practise(steward):
    with pytest.raises(PracticeRefused, match="自己的账号"):
        begin(system_actor(steward.organisation_id))
    assert my_practice(system_actor(steward.organisation_id)) == []


def test_an_unknown_persona_and_one_that_was_taken_down(steward):
    with pytest.raises(UnknownPersona):
        begin(steward, "nobody")
    session = begin(steward)
    PracticeSession.objects.filter(pk=session.pk).update(persona="gone")
    assert my_practice(steward)[0].person is None
    assert not my_practice(steward)[0].is_open


def test_a_sum_may_be_borrowed_rounded_and_only_within_reach(steward):
    manager = make_actor(PracticeSession(organisation_id=steward.organisation_id).organisation, Role.MANAGER)
    estate = make_estate(PracticeSession(organisation_id=steward.organisation_id).organisation)
    home = make_debtor(estate, "101", (2026, 5), fen=334_900)
    assert borrowed_fen(manager, home.pk) == 350_000
    assert begin(manager, premises_id=home.pk, with_model=True).with_model is False
    assert talk_of(begin(manager, premises_id=home.pk)).owed_fen == 350_000
    assert borrowed_fen(manager, make_premises(estate).pk) == 50_000
    with pytest.raises(NotFound):
        begin(make_actor(make_organisation()), premises_id=home.pk)


def test_the_list_takes_one_query(steward, django_assert_num_queries):
    for code in ("zhou_leak", "lin_vacant", "he_lift"):
        begin(steward, code)
    with django_assert_num_queries(1):
        assert len(my_practice(steward)) == 3
    assert set(met_personas(steward)) == {"zhou_leak", "lin_vacant", "he_lift"}


def test_the_outcomes_of_rows_and_engine_are_the_same():
    assert {str(each): label for each, label in OUTCOME_LABELS.items()} == dict(PracticeOutcome.choices)


def with_model(url: str) -> LanguageModel:
    return LanguageModel(url=url, name="any", key="secret", timeout_s=2.0)


def test_a_model_speaks_and_is_marked_but_decides_nothing(steward):
    with chat_endpoint() as fake:
        fake.answer = "“你们总算来电话了，我家厨房那水啊。”"
        session, plain = begin(steward, with_model=True), begin(steward)
        session = go_on(session, HELLO, steward, model=with_model(fake.url))
        plain = go_on(plain, HELLO, steward, model=with_model(fake.url))
    spoken, built_in = talk_of(session), talk_of(plain)
    assert spoken.turns[-1].text == "你们总算来电话了，我家厨房那水啊。"
    assert (spoken.turns[-1].is_ai, built_in.turns[-1].is_ai) == (True, False)
    assert spoken.feelings == built_in.feelings
    assert len(fake.asked) == 1, "a session without a model never asks one"
    assert fake.asked[0]["path"] == "/v1/chat/completions"
    assert fake.headers[0]["Authorization"] == "Bearer secret"


def test_nothing_that_was_typed_leaves_the_house(steward):
    secret = "我叫欧阳震华，3栋2单元1501的李桂芳欠3866.50元，电话13800138000，下周三来"
    with chat_endpoint() as fake:
        fake.answer = "嗯，你接着说。"
        for person in all_personas():
            session = begin(steward, person.code, with_model=True)
            for line in (HELLO, secret, "漏水、电梯、孩子，您说说是怎么回事？"):
                if session.outcome == PracticeOutcome.OPEN:
                    session = go_on(session, line, steward, model=with_model(fake.url))
    sent = json.dumps(fake.asked, ensure_ascii=False)
    assert len(fake.asked) > 30
    for part in ("欧阳", "震华", "李桂芳", "1501", "3866", "13800138000", "下周三", steward.display_name or "何苗"):
        assert part not in sent


@pytest.mark.parametrize(
    ("answer", "raw", "status"),
    [
        ("", None, 200), ("作为一个AI，我不能扮演业主。", None, 200), ("Hello there, how are you?", None, 200),
        ("好" * 200, None, 200), ("你给我减免 5000 元我就交。", None, 200), ("", b"not json", 200),
        ("", b'{"choices": []}', 200), ("", b'{"choices": [{"message": {"content": 7}}]}', 200), ("好", None, 500),
    ],
)  # fmt: skip
def test_when_the_model_fails_the_built_in_partner_goes_on(steward, answer, raw, status):
    with chat_endpoint() as fake:
        fake.answer, fake.raw, fake.status = answer, raw, status
        session = go_on(begin(steward, with_model=True), HELLO, steward, model=with_model(fake.url))
    assert not talk_of(session).turns[-1].is_ai
    assert talk_of(session).turns[-1].text


def test_an_endpoint_that_is_not_there_costs_nothing_but_a_line_in_the_log(steward):
    with chat_endpoint() as fake:
        gone = with_model(fake.url)
    session = go_on(begin(steward, with_model=True), HELLO, steward, model=gone)
    assert not talk_of(session).turns[-1].is_ai


def test_what_is_no_chat_completion_has_a_name():
    with chat_endpoint() as fake, pytest.raises(ModelFailed):
        fake.raw = b"[]"
        with_model(fake.url).complete(system="", user="")


def test_the_model_is_off_unless_it_is_configured(settings):
    assert language_model_settings({}) == {}
    assert language_model_settings({"JIEFEN_MODEL_URL": "http://127.0.0.1/v1"}) == {}
    both = {"JIEFEN_MODEL_URL": "http://127.0.0.1/v1", "JIEFEN_MODEL_NAME": "qwen"}
    settings.LANGUAGE_MODEL = language_model_settings(both)
    assert configured_model() == LanguageModel("http://127.0.0.1/v1", "qwen", "", 8.0)
    settings.LANGUAGE_MODEL = {}
    assert configured_model() is None
    with pytest.raises(ValueError, match="http"):
        language_model_settings({**both, "JIEFEN_MODEL_URL": "file:///etc/passwd"})


def test_the_prompt_is_refused_for_lines_that_quote_the_steward(steward):
    session = begin(steward, "he_lift", with_model=True)
    with chat_endpoint() as fake:
        fake.answer = "好嘛，你来嘛。"
        session = go_on(session, "您好，我是管家小何，周六上午我带师傅来看电梯。", steward, model=with_model(fake.url))
        quoted = talk_of(session).turns[-1]
    assert quoted.is_ai != quoted.quotes
    assert persona("he_lift").code == session.persona
