"""Files of questions: odd input is refused with its line or answered, and nothing is ever half written."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

COMMANDS = pytest.mark.parametrize(
    ("command", "name", "text"), [("classify", "id", "question"), ("retrieve", "qid", "query")]
)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path / "data"


def _run(folder, command: str, raw: bytes, **more) -> tuple[list[dict], str]:
    source, target, said = folder / "in.jsonl", folder / "out.jsonl", io.StringIO()
    source.write_bytes(raw)
    call_command(command, "--jsonl", str(source), str(target), stderr=said, **more)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()], said.getvalue()


def _line(name: str, own: object, text: str, words: object) -> bytes:
    return json.dumps({name: own, text: words}, ensure_ascii=False).encode() + b"\n"


@COMMANDS
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('{"TEXT": "离婚"}', "第 3 行要有 NAME"),
        ('{"NAME": null, "TEXT": "离婚"}', "第 3 行要有 NAME"),
        ('{"NAME": [1], "TEXT": "离婚"}', "第 3 行要有 NAME"),
        ('{"NAME": true, "TEXT": "离婚"}', "第 3 行要有 NAME"),
        ('{"NAME": 1e999, "TEXT": "离婚"}', "第 3 行的 NAME 大得读不出来"),
        ('{"NAME": NaN, "TEXT": "离婚"}', "第 3 行有读不了的内容"),
        ('{"NAME": ' + "9" * 5000 + "}", "第 3 行有读不了的内容"),
        ("[" * 100_000, "第 3 行有读不了的内容"),
        ('{"NAME": 1}', "第 3 行要有 TEXT"),
        ('{"NAME": 1, "TEXT": 5}', "第 3 行要有 TEXT"),
        ('{"NAME": 1, "NAME": 2, "TEXT": "离婚"}', "第 3 行里“NAME”写了两次"),
        ("[1, 2]", "第 3 行要是一个 JSON 对象"),
        ('{"NAME": 1}{"NAME": 2}', "第 3 行不是 JSON"),
        ("离婚".encode("gbk"), "第 3 行不是 UTF-8"),
        ("离婚".encode("utf-16"), "第 3 行不是 UTF-8"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_answers_of_before_stay(tmp_path, command, name, text, bad, said) -> None:
    raw = bad if isinstance(bad, bytes) else bad.replace("NAME", name).replace("TEXT", text).encode()
    (tmp_path / "out.jsonl").write_text("of before", encoding="utf-8")
    with pytest.raises(CommandError, match=said.replace("NAME", name).replace("TEXT", text)):
        _run(tmp_path, command, _line(name, 1, text, "离婚") + b"\n" + raw + b"\n")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "of before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@COMMANDS
def test_an_id_that_stands_twice_is_answered_twice_and_said(tmp_path, command, name, text) -> None:
    raw = b"".join(_line(name, own, text, "离婚") for own in (7, "7", 7, 7, 7, 7))
    answers, said = _run(tmp_path, command, raw)
    assert [each[name] for each in answers] == [7, "7", 7, 7, 7, 7]
    assert f"第 3 行的 {name} 和第 1 行相同，两行都会答" in said and "第 6 行" not in said
    assert f"一共有 4 行的 {name} 和前面的相同" in said


@COMMANDS
@pytest.mark.parametrize("words", ["", "   ", "😀", "1234", "\x00", "\ud800", "离", "离婚" * 200_000])
def test_odd_words_are_answered(tmp_path, command, name, text, words) -> None:
    raw = json.dumps({name: "\ud800", text: words}).encode()  # half a pair goes in and comes out as its escape
    answers, _ = _run(tmp_path, command, b"\xef\xbb\xbf\r\n\r\n" + raw + b"\r\n")
    assert [each[name] for each in answers] == ["\ud800"]


@COMMANDS
@pytest.mark.parametrize("raw", [b"", b"\n \n\r\n", b"\xef\xbb\xbf"])
def test_no_lines_give_no_answers(tmp_path, command, name, text, raw) -> None:
    assert _run(tmp_path, command, raw)[0] == []


@pytest.mark.parametrize("k", [0, -1, 1001])
def test_so_many_articles_are_refused(tmp_path, k) -> None:
    with pytest.raises(CommandError, match="--k 要在 1 到 1000 之间"):
        _run(tmp_path, "retrieve", _line("qid", 1, "query", "离婚"), k=k)
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(("k", "least"), [(1, 1), (1000, 200)])
def test_as_many_articles_as_asked_for_each_once(tmp_path, k, least) -> None:
    [answer], _ = _run(tmp_path, "retrieve", _line("qid", 1, "query", "公司拖欠工资，我要离婚，房子怎么分"), k=k)
    assert least <= len(answer["articles"]) <= k
    assert len(set(answer["articles"])) == len(answer["articles"])
