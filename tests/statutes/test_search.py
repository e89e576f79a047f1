"""The commands and the shipped gists."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from jiefen.engine import practice_areas
from jiefen.statutes import search
from jiefen.statutes.citations import label_of
from jiefen.statutes.gists import gist_for, gists
from tests.statutes.collections import ROWS, jsonl


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


def ask(folder, *questions, k=10):
    lines = [json.dumps({"qid": str(n), "query": text}, ensure_ascii=False) for n, text in enumerate(questions)]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    call_command("retrieve", jsonl=[folder / "in.jsonl", folder / "out.jsonl"], k=k)
    return [json.loads(line)["articles"] for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.django_db
def test_imported_articles_answer_by_their_ids(folder, capsys):
    call_command("import_statutes", jsonl(folder / "laws.jsonl.gz", ROWS, packed=True), json=True)
    assert json.loads(capsys.readouterr().out)["indexed"] > len(gists())
    dog, fee, nothing = ask(folder, "邻居的狗咬了我", "小区不交物业费会怎么样", "")
    assert (2 in dog[:3], 1 in fee[:3], nothing) == (True, True, [])


@pytest.mark.django_db
def test_importing_again_keeps_the_index(folder, capsys):
    path = jsonl(folder / "laws.jsonl", ROWS)
    call_command("import_statutes", path)
    before = (folder / "statutes" / "current").read_text()
    call_command("import_statutes", path)
    assert (folder / "statutes" / "current").read_text() == before
    assert "没有变化 4" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_new_index_replaces_the_old(folder):
    call_command("import_statutes", jsonl(folder / "laws.jsonl", ROWS[:1]))
    call_command("import_statutes", jsonl(folder / "laws.jsonl", ROWS))
    assert len(search.current_index()) > len(gists())
    assert len([one for one in (folder / "statutes").iterdir() if one.is_dir()]) == 1


@pytest.mark.django_db
def test_a_small_collection_does_not_hide_the_gists_of_other_laws(folder):
    """One law with one new article is no reason to know nothing of all others."""
    call_command("import_statutes", jsonl(folder / "laws.jsonl", ROWS[:1]))
    fee, loan = ask(folder, "小区不交物业费会怎么样", "借钱给朋友没写利息，能要利息吗", k=5)
    assert fee[0] == 1 and "民法典第九百四十四条" not in fee
    assert "民法典第六百八十条" in loan


@pytest.mark.django_db
def test_a_law_that_is_there_answers_alone(folder):
    """Of a law of which the collection holds half of what we told, nothing is added."""
    law = [one for one in gists().values() if one.law == "劳动合同法"]
    rows = [
        {"id": n, "law": one.law, "article": label_of(one.article, one.branch), "text": one.gist}
        for n, one in enumerate(law)
    ]
    call_command("import_statutes", jsonl(folder / "laws.jsonl", rows[: len(rows) // 2 + 1]))
    (found,) = ask(folder, "公司没签劳动合同，要赔双倍工资吗", k=1000)
    assert not any(str(one).startswith("劳动合同法第") for one in found)


def test_without_a_collection_gists_answer(folder):
    (found,) = ask(folder, "借钱给朋友没写利息，能要利息吗", k=5)
    assert "民法典第六百八十条" in found and len(found) == 5


def test_equal_questions_get_equal_answers(folder):
    first, second = ask(folder, "房东卖房我要搬走吗", "房东卖房我要搬走吗")
    assert first == second and "民法典第七百二十五条" in first


@pytest.mark.parametrize("line", ['{"qid": 1}', '{"query": "x"}', '{"qid": 1, "query": 3}'])
def test_bad_lines(folder, line):
    (folder / "in.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match="第 1 行要有 q"):
        call_command("retrieve", jsonl=[folder / "in.jsonl", folder / "out.jsonl"])
    assert not (folder / "out.jsonl").exists()


@pytest.mark.parametrize("k", [0, 1001])
def test_k_has_limits(folder, k):
    with pytest.raises(CommandError, match="--k"):
        ask(folder, "x", k=k)


def test_gists_are_many_and_whole():
    assert len(gists()) >= 300
    for key, gist in gists().items():
        assert (gist.law, gist.article, gist.branch) == key and gist.article > 0
        assert len(gist.gist) >= 6 and gist.gist.endswith("。") and gist.effective.year >= 1950


def test_gists_know_their_version():
    gist = gist_for("中华人民共和国民法典", 188)
    assert gist is not None and "三年" in gist.gist
    assert gist_for("民法典", 188, 1) is None
    assert gist_for("民法典", 188, version=gist.effective.replace(year=2017)) is None


def test_an_inserted_article_has_its_own_gist():
    gist = gist_for("刑法", 276, 1)
    assert gist is not None and "劳动报酬" in gist.gist
    assert (gist.label, gist.slug) == ("第二百七十六条之一", "276-1")
    assert gist != gist_for("刑法", 276)
    assert gist_for("刑法", 276, 9) is None


def test_laws_of_the_area_table_are_known():
    assert practice_areas.area_of_article("民法典", 944) == "房产物业"
