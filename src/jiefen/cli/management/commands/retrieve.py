"""./run manage retrieve --jsonl IN OUT --k 100: the articles of law that bear on each question of a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.cli.json_lines import read_questions, write_lines
from jiefen.engine import classify
from jiefen.rules.errors import RuleError
from jiefen.statutes import search

MOST = 1000


class Command(JiefenCommand):
    """Retrieve: {"qid", "query"} per line in, {"qid", "articles": [id, …]} per line out, best first."""

    help = "找和问题有关的法条，一行一个 JSON。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two files, and how many articles a question gets at most."""
        parser.add_argument("--jsonl", nargs=2, metavar=("IN", "OUT"), type=Path, required=True)
        parser.add_argument("--k", type=int, default=10)

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer in the order of the input; nothing is written when a line is bad."""
        source, target = options["jsonl"]
        k = options["k"]
        if not 1 <= k <= MOST:
            raise RuleError(f"--k 要在 1 到 {MOST} 之间。", code="retrieve.k")
        questions = read_questions(source, id_field="qid", text_field="query", say=self.stderr.write)
        many = write_lines(target, (_answer(own, query, k) for own, query in questions))
        if not search.has_index():
            self.stderr.write("还没有导入法规库，这次只在自带的条文要旨里查找。")
        self.stderr.write(f"共检索 {many} 个问题，写入 {target}。")


def _answer(own: object, query: str, k: int) -> dict[str, Any]:
    areas = dict(classify.packaged_model().predict(query[: classify.LONGEST]))
    return {"qid": own, "articles": [hit.reference for hit in search.find(query, k=k, areas=areas)]}
