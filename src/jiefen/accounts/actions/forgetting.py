"""Personal data has a time limit: attempts, codes and sessions go when they have served."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction

from jiefen.accounts.limits import HOUR, KEEP_ATTEMPTS
from jiefen.accounts.models import SignInAttempt, SignInCode, Visitor
from jiefen.accounts.visitors import REMEMBERED_FOR


def forget_old_sign_ins(*, at: dt.datetime) -> None:
    """Delete attempts older than 30 days, codes older than a day, expired sessions and visitors (PIPL art. 19)."""
    with transaction.atomic():
        SignInAttempt.objects.filter(at__lt=at - KEEP_ATTEMPTS).delete()
        SignInCode.objects.filter(sent_at__lt=at - 24 * HOUR).delete()
        Visitor.objects.filter(created_at__lt=at - REMEMBERED_FOR).delete()
        Session.objects.filter(expire_date__lt=at).delete()
