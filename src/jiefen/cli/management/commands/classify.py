"""./run manage classify --jsonl IN OUT: which area of law each question of a file belongs to."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from jiefen.cli.base import JiefenCommand
from jiefen.engine import classify
from jiefen.engine.text_model import Model
from jiefen.rules.errors import RuleError
from jiefen.shared import clock

RETRAINED = "models/areas.npz"


class Command(JiefenCommand):
    """Classify questions: {"id", "question"} per line in, areas, clarifying question and flags per line out."""

    help = "Classify questions by practice area, one JSON object per line."
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two files."""
        parser.add_argument("--jsonl", nargs=2, metavar=("IN", "OUT"), type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, classify, write in the order of the input."""
        source, target = options["jsonl"]
        rows = [_row(line, number) for number, line in enumerate(_lines(source), start=1) if line.strip()]
        model, today = _model(), clock.today()
        with target.open("w", encoding="utf-8") as file:
            for row in rows:
                found = classify.classify(row["question"], today=today, model=model)
                file.write(json.dumps(_answer(row["id"], found), ensure_ascii=False) + "\n")
        self.stderr.write(f"共分类 {len(rows)} 个问题,写入 {target}。")


def _lines(source: Path) -> list[str]:
    try:
        return source.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        raise RuleError(f"打不开文件 {source},请检查路径。", code="classify.no_file") from None


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        return {"id": row["id"], "question": str(row["question"])}
    except (ValueError, KeyError, TypeError):
        message = f"第 {number} 行不是含 id 和 question 的 JSON 对象,请改正后再试。"
        raise RuleError(message, code="classify.bad_line") from None


def _model() -> Model:
    """The operators' retrained model where there is one, else the packaged one."""
    own = Path(settings.DATA_FOLDER) / RETRAINED
    return classify.model_at(own, own.stat().st_mtime) if own.exists() else classify.packaged_model()


def _answer(question_id: object, found: classify.Understanding) -> dict[str, Any]:
    return {
        "id": question_id,
        "areas": [{"area": one.area, "p": round(one.p, 4)} for one in found.areas],
        "applies": list(found.applies),
        "topics": list(found.topics),
        "clarify": found.clarify,
        "flags": [{"code": flag.code, "message": flag.message, "turn_to": list(flag.turn_to)} for flag in found.flags],
    }
