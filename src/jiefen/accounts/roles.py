"""Who may do what: one table from role to capabilities. Actions ask it; surfaces only hide what it would refuse."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class Role(TextChoices):
    """A person's part in a management company, a law firm, or the platform itself."""

    STEWARD = "steward", "管家"
    MANAGER = "manager", "项目经理"
    FINANCE = "finance", "财务"
    ADMIN = "admin", "管理员"
    LAWYER = "lawyer", "律师"
    OPERATOR = "operator", "平台运营"
    SYSTEM = "system", "系统"


ASSIGNABLE: Final = (Role.STEWARD, Role.MANAGER, Role.FINANCE, Role.ADMIN)  # system is nobody's job


class Capability(TextChoices):
    """One thing a role may be allowed to do; the label completes 你的角色不能…"""

    VIEW_HOUSEHOLD = "view_household", "查看住户资料"
    VIEW_ALL_ESTATES = "view_all_estates", "查看全部小区"
    IMPORT = "import", "导入表格"
    UNDO_IMPORT = "undo_import", "撤销导入"
    RECORD_PAYMENT = "record_payment", "登记收款"
    RECORD_CHARGE = "record_charge", "登记应收"
    CORRECT_LEDGER = "correct_ledger", "冲正账目"
    CHANGE_OWNER = "change_owner", "更改业主资料"
    GRANT_WAIVER = "grant_waiver", "批准减免"
    WRITE_OFF = "write_off", "核销坏账"
    FREEZE_PERIOD = "freeze_period", "关账"
    RECORD_LIMITATION_EVENT = "record_limitation_event", "登记时效事件"
    VIEW_NUMBERS = "view_numbers", "查看经营数字"
    EXPORT = "export", "导出表格"
    MANAGE_PEOPLE = "manage_people", "管理人员"
    CONTACT = "contact", "联系业主"
    APPROVE_RELIEF = "approve_relief", "批准分期、暂缓和减免"
    VIEW_TEAM = "view_team", "查看团队工作"
    MANAGE_OWN_CARD = "manage_own_card", "管理自己的律师名片"
    ANSWER_QUESTIONS = "answer_questions", "接待咨询"
    WRITE_ARTICLES = "write_articles", "写文章"
    VERIFY_LAWYERS = "verify_lawyers", "核验律师资料"
    MODERATE = "moderate", "审核文章和投诉"
    RUN_SERVICE = "run_service", "安排咨询值班"


_STEWARD = {
    Capability.VIEW_HOUSEHOLD,
    Capability.RECORD_LIMITATION_EVENT,
    Capability.VIEW_NUMBERS,
    Capability.CONTACT,
}
_FINANCE = {
    Capability.VIEW_HOUSEHOLD,
    Capability.VIEW_ALL_ESTATES,
    Capability.IMPORT,
    Capability.UNDO_IMPORT,
    Capability.RECORD_PAYMENT,
    Capability.RECORD_CHARGE,
    Capability.CORRECT_LEDGER,
    Capability.CHANGE_OWNER,
    Capability.FREEZE_PERIOD,
    Capability.VIEW_NUMBERS,
    Capability.EXPORT,
    Capability.VIEW_TEAM,
}
_MANAGER = _FINANCE | _STEWARD | {Capability.GRANT_WAIVER, Capability.WRITE_OFF, Capability.APPROVE_RELIEF}

ALLOWED: Final[dict[str, frozenset[Capability]]] = {
    Role.STEWARD: frozenset(_STEWARD),
    Role.FINANCE: frozenset(_FINANCE),
    Role.MANAGER: frozenset(_MANAGER),
    Role.ADMIN: frozenset(_MANAGER | {Capability.MANAGE_PEOPLE}),
    Role.LAWYER: frozenset({Capability.MANAGE_OWN_CARD, Capability.ANSWER_QUESTIONS, Capability.WRITE_ARTICLES}),
    Role.OPERATOR: frozenset({Capability.VERIFY_LAWYERS, Capability.MODERATE, Capability.RUN_SERVICE}),
    Role.SYSTEM: frozenset(Capability),
}
