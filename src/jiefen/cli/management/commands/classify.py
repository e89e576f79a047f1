"""./run manage classify --jsonl IN OUT: which area of law each question of a file belongs to."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from jiefen.cli.base import JiefenCommand
from jiefen.cli.json_lines import read_questions, write_lines
from jiefen.engine import classify
from jiefen.engine.text_model import Model
from jiefen.shared import clock

RETRAINED = "models/areas.npz"


class Command(JiefenCommand):
    """Classify questions: {"id", "question"} per line in, areas, clarifying question and flags per line out."""

    help = "给问题分类：像是哪类事，一行一个 JSON。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two files, and whether more than the ranked areas is wanted."""
        parser.add_argument("--jsonl", nargs=2, metavar=("IN", "OUT"), type=Path, required=True)
        parser.add_argument("--details", action="store_true", help="另外写出沾边的各类和话题")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line in the order given; nothing is written when one line is wrong."""
        source, target = options["jsonl"]
        questions = read_questions(source, id_field="id", text_field="question", say=self.stderr.write)
        many = write_lines(target, _answers(questions, with_details=options["details"]))
        self.stderr.write(f"共分类 {many} 个问题，写入 {target}。")


def _answers(questions: Iterable[tuple[object, str]], *, with_details: bool) -> Iterator[dict[str, Any]]:
    model, today = _model(), clock.today()
    for own, question in questions:
        found = classify.classify(question, today=today, model=model)
        yield _answer(own, found) | (_details(found) if with_details else {})


def _model() -> Model:
    """The operators' retrained model where there is one, else the packaged one."""
    own = Path(settings.DATA_FOLDER) / RETRAINED
    return classify.model_at(own, own.stat().st_mtime) if own.exists() else classify.packaged_model()


def _answer(question_id: object, found: classify.Understanding) -> dict[str, Any]:
    return {
        "id": question_id,
        "areas": [{"area": one.area, "p": round(one.p, 4)} for one in found.areas],
        "clarify": found.clarify,
        "flags": [{"code": flag.code, "message": flag.message, "turn_to": list(flag.turn_to)} for flag in found.flags],
    }


def _details(found: classify.Understanding) -> dict[str, Any]:
    return {"applies": list(found.applies), "topics": list(found.topics)}
