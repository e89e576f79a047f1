"""./run manage train_obstacles: retrain the obstacle suggester, with stewards' corrections when there are any."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from jiefen.cli.base import JiefenCommand, ensure_migrated
from jiefen.cli.json_lines import read_lines
from jiefen.collection.actions import export_corrections
from jiefen.engine import obstacles
from jiefen.engine.obstacle_lines import Example, correction, fingerprint
from jiefen.engine.obstacles import Quality, Suggester
from jiefen.rules.errors import RuleError
from jiefen.shared import clock

TOLERANCE = 0.005  # a difference this small is chance
QUALITY_FILE = "obstacles.json"


class Command(JiefenCommand):
    """Cross-validate, compare with the model in use, and replace it only when nothing got worse."""

    help = "重新训练猜障碍的模型；见 docs/algorithms/obstacles.md。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Learns from the stored corrections unless a file {"words", "code", "also"?, "reason"?} or --packaged says."""
        source = parser.add_mutually_exclusive_group()
        source.add_argument(
            "--corrections", type=Path, help="换成这个文件里的：一行一个 JSON，words、code，可以有 also、reason"
        )
        source.add_argument("--packaged", action="store_true", help="只用随程序发布的例句")
        parser.add_argument("--output", type=Path, default=settings.DATA_FOLDER / "models", help="模型写到哪个文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the cross-validated hit rates; write models and their quality into the folder."""
        every = [] if options["packaged"] else self._every(options["corrections"])
        corrections, held = obstacles.held_out(every)
        ours, theirs = obstacles.cross_validated(corrections)
        self.stdout.write(
            f"自带样本 {ours.examples} 句：首选命中 {ours.top1:.1%}，前两位命中 {ours.top2:.1%}（五折交叉验证）"
        )
        if corrections:
            before = obstacles.cross_validated(corrections, learn=False)[1]
            self.stdout.write(
                f"改正 {theirs.examples} 句：学习前首选命中 {before.top1:.1%}，学习后 {theirs.top1:.1%}（每句都由没见过它的模型判断）"
            )
            _refuse_when_worse(before.top1, theirs.top1, "改正过的话")
        folder: Path = options["output"]
        _refuse_when_worse(_present(folder), ours.top1, "自带样本")
        trained = obstacles.train(corrections)
        self._compare(trained, obstacles.current(folder), held)
        obstacles.save(trained, folder)
        (folder / QUALITY_FILE).write_text(_document(ours, len(corrections)), encoding="utf-8")
        self.stdout.write(f"新模型已写入 {folder}。")

    def _every(self, path: Path | None) -> list[Example]:
        """The corrections of a file, else those stored by the companies that allow it, without personal data."""
        if path:
            return _corrections(path)
        ensure_migrated()
        found = [correction(each.line()) for each in export_corrections(at=clock.now())]
        kept = f"{len(found)} 句更正" if found else "没有可以学的更正（要管理员先在“人员”页允许），只用自带样本"
        self.stdout.write(f"管家改过的：{kept}。")
        return found

    def _compare(self, trained: Suggester, present: Suggester, held: list[Example]) -> None:
        """Both on corrections that neither has learnt. Raises RuleError when the new one is worse."""
        if not held:
            return
        before, after = obstacles.hits(present, held), obstacles.hits(trained, held)
        self.stdout.write(f"留出不学的 {len(held)} 句更正：现在用的说对 {before} 句，新的说对 {after} 句")
        if after < before:
            raise RuleError(
                f"没有替换：在留出不学的 {len(held)} 句更正上，新模型说对 {after} 句，现在用的说对 {before} 句。",
                code="obstacles.worse_model",
            )


def _corrections(path: Path) -> list[Example]:
    found = []
    for number, row in read_lines(path):
        try:
            found.append(correction(row))
        except RuleError as error:
            raise RuleError(f"第 {number} 行：{error}", code=error.code) from None
    return found


def _present(folder: Path) -> float:
    """Hit rate of the model in use on the same packaged examples; 0 when it was measured on others."""
    for place in (folder / QUALITY_FILE, obstacles.PACKAGED / QUALITY_FILE):
        if place.exists():
            known = json.loads(place.read_text(encoding="utf-8"))
            return float(known["top1"]) if known["fingerprint"] == fingerprint() else 0.0
    return 0.0


def _refuse_when_worse(before: float, after: float, where: str) -> None:
    if after < before - TOLERANCE:
        raise RuleError(
            f"没有替换：新模型在{where}上首选命中 {after:.1%}，现在用的是 {before:.1%}。请检查改正文件里的标签。",
            code="obstacles.worse_model",
        )


def _document(quality: Quality, corrections: int) -> str:
    return (
        json.dumps(
            {
                "fingerprint": fingerprint(),
                "examples": quality.examples,
                "corrections": corrections,
                "top1": round(quality.top1, 4),
                "top2": round(quality.top2, 4),
            },
            indent=2,
        )
        + "\n"
    )
