"""Which lawyers are at their desks and how many places they have taken: all that the home page asks of the dispatch.

Apart from ``dispatch_view``, which looks into the directory's columns too (numpy): the first page after a start does not.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from jiefen.chat.queries import present_members
from jiefen.consultations.models import Desk, Offer, Question
from jiefen.consultations.states import OfferState, QuestionState
from jiefen.rules.dispatch import DispatchRules


def desks_there(at: dt.datetime, rules: DispatchRules) -> list[Desk]:
    """Desks that are online and whose page was open within the heartbeat. Two queries."""
    since = at - dt.timedelta(seconds=rules.heartbeat_seconds)
    present = present_members(since)
    online = Desk.objects.filter(is_online=True).select_related("lawyer").order_by("lawyer")
    return [each for each in online if each.seen_at >= since or each.membership_id in present]


def places_taken(lawyer_ids: Sequence[int]) -> Counter[int]:
    """Talks and open offers by lawyer. Two queries."""
    talks = Question.objects.filter(lawyer__in=lawyer_ids, state=QuestionState.ACCEPTED)
    offers = Offer.objects.filter(lawyer__in=lawyer_ids, state=OfferState.OPEN)
    return Counter(talks.values_list("lawyer", flat=True)) + Counter(offers.values_list("lawyer", flat=True))
