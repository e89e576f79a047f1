"""./run manage classify and train_classifier."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from jiefen.cli.management.commands import train_classifier
from jiefen.engine import area_training, classify
from jiefen.engine.area_training import Estimate, Trained


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_line_is_answered_in_order(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '\ufeff{"id": "b", "question": "老板不发工资"}\n\n{"id": 7, "question": "我弟被刑拘了，要判刑吗"}\n',
        encoding="utf-8",
    )
    call_command("classify", "--jsonl", str(source), str(target))
    first, second = lines(target)
    assert (first["id"], second["id"]) == ("b", 7)
    assert first["areas"][0]["area"] == "劳动社保"
    assert second["areas"][0]["area"] == "刑事"
    assert "detention" in [flag["code"] for flag in second["flags"]]
    assert list(first) == ["id", "areas", "clarify", "flags"]
    call_command("classify", "--jsonl", str(source), str(target), "--details")
    assert (lines(target)[0]["applies"], list(lines(target)[0])[-1]) == (["劳动社保"], "topics")
    assert sum(one["p"] for one in first["areas"]) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 2, "question": ', "第 2 行不是 JSON，从第 23 个字起"),
        ('{"id": 2}', "第 2 行要有 question"),
        ('{"question": "没人"}', "第 2 行要有 id"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path, line, said):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "question": "离婚"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("classify", "--jsonl", str(source), str(target))
    assert not target.exists()


@pytest.fixture
def trained(monkeypatch, settings, tmp_path):
    """Training answers at once with the packaged model and the estimates the test sets."""
    settings.DATA_FOLDER = tmp_path
    says = {"examples": Estimate(0.9, 0.99, 10), "corrections": Estimate(1.0, 1.0, 1)}

    def train(corrections=()):
        return Trained(classify.packaged_model(), says["examples"], says["corrections"] if corrections else None)

    monkeypatch.setattr(area_training, "train", train)
    return says


def test_a_better_model_takes_the_place_and_the_old_one_is_kept(trained, tmp_path):
    call_command("train_classifier")
    call_command("train_classifier")
    kept = sorted(path.name for path in (tmp_path / "models").iterdir())
    assert {"areas.json", "areas.npz"} < set(kept)
    record = json.loads((tmp_path / "models" / "areas.json").read_text(encoding="utf-8"))
    assert record["material"] == area_training.fingerprint()
    assert record["examples"]["first"] == 0.9


def corrections_file(folder, pairs):
    path = folder / "corrections.jsonl"
    lines_of = (json.dumps({"question": words, "area": area}, ensure_ascii=False) for words, area in pairs)
    path.write_text("\n".join(lines_of), encoding="utf-8")
    return str(path)


PLAIN = [
    "老板不发工资",
    "离婚孩子归谁",
    "借钱不还怎么办",
    "我弟被刑拘了，要判刑吗",
    "追尾事故对方不赔修车钱",
    "物业费太贵能不能不交",
]


def test_corrections_against_what_is_plain_are_refused_before_anything_is_learnt(trained, tmp_path):
    path = corrections_file(tmp_path, [(words, "海事海商") for words in PLAIN])
    with pytest.raises(CommandError, match=r"6 条更正里有 [56] 条和现用模型很有把握的判断相反，例如“老板不发工资”"):
        call_command("train_classifier", "--corrections", path)
    assert not (tmp_path / "models").exists()
    call_command("train_classifier", "--corrections", path, "--sure")
    assert (tmp_path / "models" / "areas.npz").exists()


def test_a_few_surprising_corrections_among_many_are_learnt(trained, tmp_path):
    few = [(words, "海事海商") for words in PLAIN[:4]] + [("货到了国外 没有提单也被人提走了", "海事海商")]
    call_command("train_classifier", "--corrections", corrections_file(tmp_path, few))
    assert (tmp_path / "models" / "areas.npz").exists()


def test_a_worse_model_is_refused(trained, tmp_path):
    trained["examples"] = Estimate(0.1, 0.2, 10)
    with pytest.raises(CommandError, match="没有替换"):
        call_command("train_classifier")
    assert not (tmp_path / "models").exists()


def test_corrections_that_come_out_worse_are_refused(trained, tmp_path):
    corrections = tmp_path / "corrections.jsonl"
    corrections.write_text('{"question": "老板不发工资", "area": "劳动社保"}\n', encoding="utf-8")
    trained["corrections"] = Estimate(0.0, 1.0, 1)
    with pytest.raises(CommandError, match="更正过的问题"):
        call_command("train_classifier", "--corrections", str(corrections))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"question": "离婚", "area": "婚姻"}', "没有“婚姻”"),
        ('{"areas": ["继承"]}', "要有 question 和 areas"),
        ('{"question": "离婚"}', "没有“None”"),
        ('{"question": "离婚", "areas": "继承"}', "要有 question 和 areas"),
    ],
)
def test_a_bad_correction_is_named(trained, tmp_path, line, said):
    path = tmp_path / "corrections.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("train_classifier", "--corrections", str(path))


def test_a_correction_may_name_several_areas(tmp_path):
    path = tmp_path / "corrections.jsonl"
    path.write_text('{"question": "离婚分房", "areas": ["婚姻家庭", "房产物业"]}\n', encoding="utf-8")
    (found,) = train_classifier.read_corrections(path)
    assert found.areas == ("婚姻家庭", "房产物业")
