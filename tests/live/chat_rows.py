"""What the table holds of a conversation: ``python -m tests.live.chat_rows 7`` prints number, author, id and words of every row."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from jiefen.chat.models import Message  # noqa: E402


def rows_of(thread_id: int) -> list[dict[str, object]]:
    """In the order of their numbers."""
    rows = Message.objects.filter(thread_id=thread_id).select_related("seat").order_by("seq")
    return [
        {"seq": row.seq, "from": row.seat.kind if row.seat else "", "id": row.client_id, "text": row.body}
        for row in rows
    ]


if __name__ == "__main__":
    print(json.dumps(rows_of(int(sys.argv[1]))))
