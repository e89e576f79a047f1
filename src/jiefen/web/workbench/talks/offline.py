"""Without a network: the service worker, and the shell in which a talk can be written down until there is one again.

Only static files and this empty shell are kept on the phone by the worker; pages about people never are (web/gate.py).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.collection.models import ObstacleCode, Reached
from jiefen.rules.plan_options import PlanOptionCode

KEPT = (
    "ui/jiefen.css", "ui/theme.js", "ui/app.js", "ui/favicon.svg", "workbench/offline.js", "workbench/talk_form.js",
    "workbench/talks.css",
)  # fmt: skip


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, listing the static files of this version."""
    context = {"files": [static(name) for name in KEPT], "shell": reverse("talk_offline")}
    script = render(request, "workbench/talks/sw.js", context, content_type="text/javascript; charset=utf-8")
    script["Cache-Control"] = "no-cache"
    return script


@require_safe
def talk_offline(request: HttpRequest) -> HttpResponse:
    """The shell: no personal fact in it. Whom it is about comes from the phone's own store, filled by Today."""
    context = {"reached": Reached.choices, "obstacles": ObstacleCode.choices, "options": OPTIONS}
    return render(request, "workbench/talks/offline.html", context)


OPTIONS = (  # what can be written down without the household's figures at hand
    (PlanOptionCode.NAMED_DATE, "说好一个日子"),
    (PlanOptionCode.PART_NOW, "先付一部分"),
    (PlanOptionCode.PAY_AFTER_REPAIR, "修好再付"),
)
