"""./run manage obstacles and train_obstacles."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from jiefen.engine import obstacles
from jiefen.engine.obstacle_lines import Example
from jiefen.engine.obstacles import Quality, load


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_line_is_answered_in_order(tmp_path, capsys):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '\ufeff{"id": "b", "words": "电话停机"}\n\n{"id": 7, "words": "漏水两年没人修"}\n', encoding="utf-8"
    )
    call_command("obstacles", "--jsonl", str(source), str(target))
    first, second = lines(target)
    assert (first["id"], second["id"]) == ("b", 7)
    assert first["obstacles"][0]["code"] == "unreachable"
    assert second["obstacles"][0]["code"] == "no_perceived_service"
    assert second["phrases"] == ["漏水两年没人修"]
    chances = [one["p"] for one in second["obstacles"]]
    assert chances == sorted(chances, reverse=True)
    assert len(chances) >= 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 2, "words": ', "第 2 行不是 JSON"),
        ('{"id": 2}', "第 2 行要有 id 和 words"),
        ('{"words": "没人"}', "第 2 行要有 id 和 words"),
        ('["没人"]', "第 2 行要是一个 JSON 对象"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path, line, said):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "words": "没人"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("obstacles", "--jsonl", str(source), str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_missing_file_and_foreign_bytes_are_sentences(tmp_path):
    with pytest.raises(CommandError, match="没有找到文件"):
        call_command("obstacles", "--jsonl", str(tmp_path / "none"), str(tmp_path / "out"))
    (tmp_path / "gbk").write_bytes('{"id": 1, "words": "没人"}'.encode("gb18030"))
    with pytest.raises(CommandError, match="第 1 行不是 UTF-8"):
        call_command("obstacles", "--jsonl", str(tmp_path / "gbk"), str(tmp_path / "out"))
    (tmp_path / "in").write_text('{"id": 1, "words": "没人"}', encoding="utf-8")
    with pytest.raises(CommandError, match="写不了文件"):
        call_command("obstacles", "--jsonl", str(tmp_path / "in"), str(tmp_path / "no" / "out"))


@pytest.fixture
def measured(monkeypatch):
    """Stand-ins for the slow parts: (quality on examples, on corrections after and before learning)."""
    found = {"ours": 0.9, "after": 0.8, "before": 0.5}

    def judged(corrections=(), *, learn=True):
        many = len(corrections)
        return Quality(2280, found["ours"], 0.97), Quality(many, found["after" if learn else "before"], 0.9)

    monkeypatch.setattr(obstacles, "cross_validated", judged)
    monkeypatch.setattr(obstacles, "train", lambda corrections=(): obstacles.packaged())
    return found


def corrections_in(folder):
    path = folder / "corrections.jsonl"
    path.write_text('{"words": "灯坏了", "code": "no_perceived_service", "reason": "报修未结"}\n', encoding="utf-8")
    return str(path)


def test_training_reports_and_replaces(tmp_path, capsys, measured):
    folder = tmp_path / "models"
    call_command("train_obstacles", "--corrections", corrections_in(tmp_path), "--output", str(folder))
    said = capsys.readouterr().out
    assert "首选命中 90.0%，前两位命中 97.0%" in said
    assert "学习前首选命中 50.0%，学习后 80.0%" in said
    assert json.loads((folder / "obstacles.json").read_text(encoding="utf-8"))["corrections"] == 1
    assert (folder / "obstacles.npz").exists()


@pytest.mark.parametrize("worse", [{"ours": 0.80}, {"after": 0.4}])
def test_a_worse_model_replaces_nothing(tmp_path, measured, worse):
    measured.update(worse)
    folder = tmp_path / "models"
    with pytest.raises(CommandError, match="没有替换"):
        call_command("train_obstacles", "--corrections", corrections_in(tmp_path), "--output", str(folder))
    assert not folder.exists()


def test_a_wrong_correction_is_named_by_its_line(tmp_path, measured):
    path = tmp_path / "corrections.jsonl"
    path.write_text('{"words": "灯坏了", "code": "lamp"}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="第 1 行：没有 'lamp' 这个障碍代码"):
        call_command("train_obstacles", "--corrections", str(path), "--output", str(tmp_path / "models"))


def many_corrections_in(folder, many=40):
    path = folder / "corrections.jsonl"
    lines = [
        json.dumps({"words": f"第{number}次说灯坏了", "code": "distrust"}, ensure_ascii=False) for number in range(many)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_some_corrections_are_never_learnt_and_always_the_same(tmp_path):
    words = [
        "灯坏了",
        "电梯停了",
        "没钱",
        "等年底",
        "账不公开",
        "涨价没问过我们",
        "电话没人接",
        "门禁坏了",
        "老公住院",
        "房子卖了",
    ]
    every = [Example(text, "distrust") for text in words * 1]
    learnt, held = obstacles.held_out(every)
    assert sorted(one.words for one in [*learnt, *held]) == sorted(words)
    assert obstacles.held_out(every[::-1])[1] == held[::-1]


@pytest.mark.parametrize(("now", "new", "replaced"), [(3, 3, True), (3, 4, True), (3, 2, False)])
def test_old_and_new_are_compared_on_what_neither_has_learnt(
    tmp_path, capsys, measured, monkeypatch, now, new, replaced
):
    held = [Example("灯坏了", "distrust")] * 5
    monkeypatch.setattr(obstacles, "held_out", lambda every: (list(every), held))
    monkeypatch.setattr(obstacles, "train", lambda corrections=(): load(obstacles.PACKAGED))
    monkeypatch.setattr(obstacles, "hits", lambda found, examples: now if found is obstacles.packaged() else new)
    folder = tmp_path / "models"
    arguments = ("train_obstacles", "--corrections", many_corrections_in(tmp_path), "--output", str(folder))
    if replaced:
        call_command(*arguments)
        assert f"现在用的说对 {now} 句，新的说对 {new} 句" in capsys.readouterr().out
    else:
        with pytest.raises(CommandError, match="没有替换：在留出不学的 5 句更正上"):
            call_command(*arguments)
    assert folder.exists() is replaced
