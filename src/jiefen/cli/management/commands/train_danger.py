"""./run manage train_danger: teach the recogniser of danger anew after its sentences changed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiefen.cli.base import JiefenCommand
from jiefen.engine import danger
from jiefen.engine.danger_training import train


class Command(JiefenCommand):
    """Fit, cross-validate, write."""

    help = "训练认出危险的模型；见 docs/algorithms/front_door.md。"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the model goes."""
        parser.add_argument(
            "--output", type=Path, default=danger.PACKAGED, help="写到哪个文件夹（默认随程序发布的模型）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how well sentences are heard by models that had not seen them."""
        quality = train(options["output"])
        heard = "、".join(f"{kind} {share:.1%}" for kind, share in quality.heard.items())
        self.stdout.write(
            f"自己写的 {quality.examples} 句，平常的问题 {quality.ordinary} 句（五折交叉验证）：听出 {heard}；"
        )
        self.stdout.write(
            f"误报：只是像的 {quality.false_alarms_alike:.1%}，平常的问题 {quality.false_alarms_ordinary:.1%}。"
            f"新模型已写入 {options['output']}。"
        )
