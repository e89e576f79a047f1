"""Conversations for a real server: ``python -m tests.live.chat_world 20`` prints their names and the cookies of both sides."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from jiefen.accounts.models import Membership  # noqa: E402
from jiefen.accounts.visitors import COOKIE, new_visitor  # noqa: E402
from jiefen.chat.actions.threads import join, open_thread  # noqa: E402
from jiefen.chat.states import SeatKind  # noqa: E402
from jiefen.shared import clock  # noqa: E402
from tests.factories.lawyers import make_lawyer_actor  # noqa: E402


def session_cookie(membership: Membership) -> str:
    """A signed-in browser's cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(membership.user_id)
    session[BACKEND_SESSION_KEY] = "jiefen.accounts.backends.MembershipBackend"
    session[HASH_SESSION_KEY] = membership.user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


def make(how_many: int) -> list[dict[str, object]]:
    """Each a visitor of his own, all with one lawyer."""
    lawyer = make_lawyer_actor()
    membership = Membership.objects.select_related("user").get(pk=lawyer.membership_id)
    cookie, made = session_cookie(membership), []
    for _ in range(how_many):
        at = clock.now()
        visitor_id, token = new_visitor(at=at)
        seat = open_thread(visitor_id=visitor_id, at=at)
        join(thread_id=seat.thread_id, kind=SeatKind.LAWYER, membership_id=membership.pk, name="陆律师", at=at)
        client = f"{COOKIE}={token}"
        made.append({"id": seat.thread.public_id, "thread": seat.thread_id, "client": client, "lawyer": cookie})
    return made


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
