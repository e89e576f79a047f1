"""Files up and down, and the conversation to take along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from jiefen.chat.access import attachment_for
from jiefen.chat.actions.export import export_for_client
from jiefen.chat.actions.files import post_file
from jiefen.chat.queries import bytes_of
from jiefen.chat.states import MessageKind
from jiefen.rules import chat_limits
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.chat.people import number_in, seat_of, writing_seat_of
from jiefen.web.chat.views import answered, refused

SHOWN_IN_PAGE = (MessageKind.IMAGE, MessageKind.VOICE)


@require_POST
def send_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """One picture, file or voice note."""
    now = clock.now()
    uploaded, seconds = request.FILES.get("file"), request.POST.get("voice_seconds", "")
    most = chat_limits.number("file_bytes", now.date()) + 1  # one more shows that it is too large
    try:
        posted = post_file(
            by=writing_seat_of(request, public_id, now), client_id=request.POST.get("client_id", ""), data=uploaded.read(most) if uploaded else b"",
            name=(uploaded.name if uploaded else "") or "", voice_seconds=number_in(seconds),
            at=now,
        )  # fmt: skip
    except RuleError as error:
        return refused(request, error)
    return answered(request, posted.message)


@require_safe
def file(request: HttpRequest, public_id: str, seq: int) -> HttpResponse:
    """The file of a message; only pictures and voice open in the page, and nothing in it can run."""
    attachment = attachment_for(seat_of(request, public_id), seq)
    inline = attachment.message.kind in SHOWN_IN_PAGE
    response = HttpResponse(bytes_of(attachment), content_type=attachment.media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, attachment.name) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything the seat may read, as a zip."""
    seat, now = seat_of(request, public_id), clock.now()
    response = HttpResponse(export_for_client(by=seat, at=now), content_type="application/zip")
    name = f"对话记录-{now:%Y%m%d}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    add_never_cache_headers(response)
    return response
