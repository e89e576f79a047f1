"""./run manage retrieve --jsonl IN OUT --k 100: the articles of law that bear on each question of a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.cli.json_lines import read_lines, write_lines
from jiefen.engine import classify
from jiefen.rules.errors import RuleError
from jiefen.statutes import search

MOST = 1000


class Command(JiefenCommand):
    """Retrieve: {"qid", "query"} per line in, {"qid", "articles": [id, …]} per line out, best first."""

    help = "Find the articles that bear on questions, one JSON object per line."
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
        many = write_lines(target, [_answer(row, number, k) for number, row in read_lines(source)])
        if not search.has_index():
            self.stderr.write("还没有导入法规库，这次只在自带的条文要旨里查找。")
        self.stderr.write(f"共检索 {many} 个问题，写入 {target}。")


def _answer(row: dict[str, Any], number: int, k: int) -> dict[str, Any]:
    if "qid" not in row or not isinstance(row.get("query"), str):
        raise RuleError(f"第 {number} 行要含 qid 和 query（文字）两项，请改正后再试。", code="retrieve.bad_line")
    areas = dict(classify.packaged_model().predict(row["query"][: classify.LONGEST]))
    return {"qid": row["qid"], "articles": [hit.reference for hit in search.find(row["query"], k=k, areas=areas)]}
