"""Writes: signing in, codes, passwords, people of an organisation."""

from jiefen.accounts.actions.codes import CodeRequest, send_code, sign_in_with_code
from jiefen.accounts.actions.passwords import change_password, issue_password
from jiefen.accounts.actions.people import (
    AddedMember,
    add_member,
    change_role,
    create_organisation,
    deactivate_member,
)
from jiefen.accounts.actions.sign_in import SignInFailed, sign_in_with_password

__all__ = [
    "AddedMember",
    "CodeRequest",
    "SignInFailed",
    "add_member",
    "change_password",
    "change_role",
    "create_organisation",
    "deactivate_member",
    "issue_password",
    "send_code",
    "sign_in_with_code",
    "sign_in_with_password",
]
