"""./run manage train_classifier [--corrections FILE]: a new area model, put in place only when it is no worse."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from jiefen.area_learning.actions import note_training
from jiefen.area_learning.queries import examples_to_learn
from jiefen.cli.base import JiefenCommand, ensure_migrated
from jiefen.cli.json_lines import read_lines
from jiefen.engine import area_training, classify, practice_areas, text_model
from jiefen.engine.area_training import Trained
from jiefen.engine.practice_areas import Example
from jiefen.rules.errors import RuleError
from jiefen.shared import clock

NEARLY_CERTAIN = 0.8
FEWEST_AGAINST = 5
PACKAGED = Path(area_training.__file__).parent / "models"


class Command(JiefenCommand):
    """Retrain the area classifier from the packaged material and operators' corrections."""

    help = "重新训练分类；新的不如旧的，就留着旧的。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Corrections: JSON lines {"question", "areas": [main, …]} or {"question", "area"}."""
        parser.add_argument("--corrections", type=Path, help='一行一个 JSON：{"question", "areas": [...]}')
        parser.add_argument("--stored", action="store_true", help="学运营在 /ops/areas/ 放行的改正")
        parser.add_argument("--sure", action="store_true", help="和已知的明显相反也照改正学")
        parser.add_argument("--packaged", action="store_true", help="写进随程序发布的模型")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train, compare with the model in place, replace it or refuse."""
        folder = PACKAGED if options["packaged"] else Path(settings.DATA_FOLDER) / "models"
        corrections = read_corrections(options["corrections"]) if options["corrections"] else []
        corrections += stored_corrections() if options["stored"] else []
        if not options["sure"]:
            refuse_if_against(corrections, _in_place(folder))
        trained = area_training.train(corrections)
        refuse_if_worse(trained, corrections, _in_place(folder))
        record = store(trained, folder, version=_version(options["packaged"]))
        if options["stored"]:
            note_training(version=record["version"], corrections=len(corrections), at=clock.now())
        self.write_json(record)


def stored_corrections() -> list[Example]:
    """What operators released; the database is brought up to date for it."""
    ensure_migrated()
    return examples_to_learn()


def read_corrections(path: Path) -> list[Example]:
    """The corrections of a file, each area checked. Raises RuleError naming the line."""
    return [_correction(row, number) for number, row in read_lines(path)]


def _correction(row: dict[str, Any], number: int) -> Example:
    question, names = row.get("question"), row.get("areas") or [row.get("area")]
    if not isinstance(question, str) or not question.strip() or not isinstance(names, list):
        raise RuleError(f"更正文件第 {number} 行要有 question 和 areas。", code="classifier.bad_line")
    try:
        return Example(question, tuple(practice_areas.area_named(str(name)).name for name in names))
    except practice_areas.AreaError as error:
        raise RuleError(f"更正文件第 {number} 行：{error}", code="classifier.bad_line") from None


def refuse_if_against(corrections: list[Example], place: Path) -> None:
    """Raise RuleError when many corrections say otherwise than a model that is nearly certain.

    A few dozen wrong corrections hardly move the accuracy on thousands of examples, and yet turn the plainest questions
    around. Of what the model is nearly certain of, one in twenty is wrong: a third cannot be, so somebody looks first.
    """
    model = text_model.load(place / "areas.npz")
    against = []
    for one in corrections:
        area, chance = max(model.predict(one.question[: classify.LONGEST]), key=lambda pair: pair[1])
        if chance >= NEARLY_CERTAIN and area not in one.areas:
            against.append((one, area))
    if len(against) < FEWEST_AGAINST or len(against) * 3 <= len(corrections):
        return
    one, area = against[0]
    raise RuleError(
        f"{len(corrections)} 条更正里有 {len(against)} 条和现用模型很有把握的判断相反，例如“{one.question[:30]}”"
        f"更正为{one.areas[0]}，模型看是{area}。多半是领域选错了，没有训练，原来的模型还在用。"
        "请再看一遍；确实没错的，加 --sure。",
        code="classifier.against",
    )


def refuse_if_worse(trained: Trained, corrections: list[Example], place: Path) -> None:
    """Raise RuleError when the new model is worse than the one at ``place``.

    On the packaged examples both figures are cross-validated; on the corrections the new one's is cross-validated and
    the old one is simply asked, for it has not seen them.
    """
    noise = area_training.NOISE
    record = _record(place)
    if record and trained.examples.first < record["examples"]["first"] - noise:
        raise RuleError(
            _worse("自带例题", record["examples"]["first"], trained.examples.first), code="classifier.worse"
        )
    if trained.corrections and (place / "areas.npz").exists():
        old = area_training.estimate(text_model.load(place / "areas.npz"), corrections)
        if trained.corrections.first < old.first - noise:
            raise RuleError(_worse("更正过的问题", old.first, trained.corrections.first), code="classifier.worse")


def _worse(what: str, old: float, new: float) -> str:
    return f"新模型在{what}上的准确率是 {new:.1%}，不如现用的 {old:.1%}，没有替换。请检查更正文件里的领域是否选错。"


def store(trained: Trained, folder: Path, *, version: str) -> dict[str, Any]:
    """Write the model beside its record; the one in place before is kept under its version."""
    folder.mkdir(parents=True, exist_ok=True)
    model, note = folder / "areas.npz", folder / "areas.json"
    old = _record(folder)
    if old and folder != PACKAGED:
        model.replace(folder / f"areas-{old['version']}.npz")
    fresh = folder / "areas.npz.new"
    text_model.save(trained.model, fresh)
    fresh.replace(model)
    record = {
        "version": version,
        "areas": practice_areas.version(),
        "material": area_training.fingerprint(),
        "examples": asdict(trained.examples),
        "corrections": asdict(trained.corrections) if trained.corrections else None,
        "bytes": model.stat().st_size,
    }
    note.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return record


def _in_place(folder: Path) -> Path:
    return folder if (folder / "areas.npz").exists() else PACKAGED


def _record(folder: Path) -> dict[str, Any] | None:
    note = folder / "areas.json"
    if not note.exists():
        return None
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return found


def _version(packaged: bool) -> str:
    """The packaged model is named after its material, a retrained one after the instant."""
    return practice_areas.version() if packaged else clock.now().strftime("%Y%m%d-%H%M%S")
