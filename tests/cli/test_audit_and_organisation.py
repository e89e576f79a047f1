"""./run manage verify_audit and create_organisation."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from jiefen.accounts.models import Membership
from jiefen.audit.actions import record
from jiefen.audit.models import Event
from tests.audit.test_chain import without_triggers
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def three_events() -> None:
    for number in range(3):
        record(organisation_id=7, by=3, at=AT, code="ledger.noted", subject=("charge", number))


def test_an_intact_chain_is_counted(capsys):
    three_events()
    call_command("verify_audit")
    assert capsys.readouterr().out == "3 条记录，0 处断裂\n"
    call_command("verify_audit", "--json")
    assert json.loads(capsys.readouterr().out) == {"events": 3, "breaks": []}


def test_a_break_is_named_and_ends_with_exit_code_one(capsys):
    three_events()
    without_triggers()
    Event.objects.filter(seq=2).update(code="ledger.other")
    with pytest.raises(SystemExit) as end:
        call_command("verify_audit")
    assert end.value.code == 1
    assert capsys.readouterr().out == "3 条记录，1 处断裂\n  公司 7 第 2 条: 被改过\n"
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--json")
    assert json.loads(capsys.readouterr().out)["breaks"] == [{"organisation_no": 7, "seq": 2, "reason": "altered"}]


def test_an_organisation_is_created_and_its_admin_can_sign_in(capsys):
    call_command("create_organisation", "和悦物业", "--admin-phone", "139 1111 2222", "--admin-name", "江予安")
    password = capsys.readouterr().out.splitlines()[0].removeprefix("一次性密码: ")
    member = Membership.objects.select_related("user", "organisation").get()
    assert (member.organisation.name, member.role, member.user.display_name) == ("和悦物业", "admin", "江予安")
    assert member.user.check_password(password)
    assert member.user.password_is_temporary


def test_a_taken_name_or_a_wrong_phone_is_a_sentence(capsys):
    admin = ["--admin-name", "江予安", "--admin-phone"]
    with pytest.raises(CommandError, match="请写 11 位手机号"):
        call_command("create_organisation", "和悦物业", *admin, "12345")
    call_command("create_organisation", "和悦物业", *admin, "13911112222")
    with pytest.raises(CommandError, match="请换一个名称"):
        call_command("create_organisation", "和悦物业", *admin, "13911112222")
