"""./run manage import_statutes FILE.jsonl.gz | FOLDER: import a collection of national law and index it."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jiefen.articles.citing import recheck
from jiefen.articles.queries.citations import live_revisions
from jiefen.cli.base import JiefenCommand
from jiefen.shared import clock
from jiefen.statutes import search
from jiefen.statutes.actions import import_collection
from jiefen.statutes.reading import read_collection


class Command(JiefenCommand):
    """Import a collection; the same one again changes nothing. Articles that cite a changed wording say so at once."""

    help = "导入法律全文（.jsonl、.jsonl.gz 或一个 Markdown 文件夹），建好检索。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the collection is."""
        parser.add_argument("path", type=Path, metavar="路径", help="文件或文件夹")
        parser.add_argument("--json", action="store_true", help="用 JSON 打印数目")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write, index; progress goes to stderr."""
        self._say("正在读取")
        rows = read_collection(options["path"])
        at = clock.now()
        done = import_collection(rows=rows, at=at, progress=self._say)
        if done.added or done.changed or done.closed or not search.has_index():
            self._say("正在建立检索索引")
            indexed = search.rebuild_index(stamp=at.strftime("%Y%m%d-%H%M%S-%f"))
        else:
            indexed = len(search.current_index())
        noticed = recheck(live_revisions(), today=clock.today()) if done.added or done.changed or done.closed else 0
        if options["json"]:
            self.write_json({**asdict(done), "indexed": indexed, "citations_changed": noticed})
            return
        self.stdout.write(
            f"{done.laws} 部法规，{done.articles} 条：新增 {done.added}，改动 {done.changed}，没有变化 {done.unchanged}。"
            f"可检索 {indexed} 条。" + (f"文章里引用的法条有 {noticed} 处要重新看。" if noticed else "")
        )

    def _say(self, sentence: str) -> None:
        self.stderr.write(f"{sentence}…")
