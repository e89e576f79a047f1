"""A new organisation with its first admin."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiefen.accounts.actions import create_organisation
from jiefen.accounts.models import OrganisationKind
from jiefen.cli.base import JiefenCommand
from jiefen.shared import clock


class Command(JiefenCommand):
    """新建一个机构，打印管理员的一次性密码。"""

    help = "新建一个机构，打印管理员的一次性密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The organisation's name and its first admin."""
        parser.add_argument("name", metavar="名称", help="机构的名称")
        parser.add_argument("--admin-phone", required=True)
        parser.add_argument("--admin-name", required=True)
        parser.add_argument("--kind", choices=OrganisationKind.values, default=OrganisationKind.MANAGEMENT_COMPANY)

    def handle(self, *args: Any, **options: Any) -> None:
        """Stdout carries the password, or a sentence when the admin already has an account."""
        added = create_organisation(
            name=options["name"], admin_phone=options["admin_phone"], admin_name=options["admin_name"],
            kind=options["kind"], at=clock.now(),
        )  # fmt: skip
        if added.one_time_password:
            self.stdout.write(f"一次性密码: {added.one_time_password}")
            self.stdout.write("请当面告诉管理员；第一次登录时要换成自己的密码。")
        else:
            self.stdout.write("这个手机号已有账号：请管理员用手机验证码登录一次，确认是本人，就能进来。")
