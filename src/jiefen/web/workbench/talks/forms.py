"""The forms of a rehearsal and of a talk. They read what was typed; whether it may be written down is for the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms

from jiefen.collection.models import (
    AgreedBy,
    BreathingReason,
    Channel,
    DisputeReason,
    IdentityCheck,
    InitiatedBy,
    Mood,
    ObstacleCode,
    Purpose,
    Reached,
)
from jiefen.shared.clock import CHINA
from jiefen.web.workbench.entries.forms import BillsField, DayField, YuanField, offer, text_field
from jiefen.web.workbench.talks.files import PHOTO_TYPES, VOICE_TYPES

LINE: Final = 200
_AREA: Final = {"rows": 3, "autocomplete": "off"}


def _optional_day(label: str) -> forms.DateField:
    field = DayField(label)
    field.required = False
    return field


def _choice(label: str, choices: Any, initial: str = "", *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, initial=initial, required=required, widget=forms.RadioSelect,
        error_messages={"required": f"请选{label}。", "invalid_choice": f"请重新选{label}。"},
    )  # fmt: skip


def _words(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea({**_AREA, **more}))


class MomentField(forms.DateTimeField):
    """When it happened, in Chinese time, by the browser's own picker; empty: now."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label, required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={"invalid": "请写成 2026-01-31T09:30 这样的时间。"},
        )  # fmt: skip

    def clean(self, value: Any) -> dt.datetime | None:
        """An aware datetime or None."""
        found = super().clean(value)
        return found.replace(tzinfo=CHINA) if found is not None else None


class RehearsalForm(forms.Form):
    """Three steps, one question each. ``values``: what was done for this household, as offered by the page."""

    owner_side = forms.CharField(
        label="站在业主一边，用一句话说", max_length=LINE, widget=forms.Textarea({**_AREA, "rows": 2}),
        error_messages={"required": "请用一句话写写业主这一边怎么想。"},
    )  # fmt: skip
    values = forms.MultipleChoiceField(label="哪几件对这家人有用", required=False, widget=forms.CheckboxSelectMultiple)
    picture = text_field("谈成以后是什么样子", LINE)
    aim = text_field("这次想谈成的一件事", LINE)
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, values: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "values", values)


class TalkForm(forms.Form):
    """One contact in the order a talk goes: who, words, obstacle, gap, the owner's choice, what is next.

    ``options``: (code, title) of the ways the owner can choose from; ``bills``: (id, title) he may dispute.
    """

    reached = _choice("联系上了谁", Reached.choices)
    channel = _choice("怎么联系的", Channel.choices, Channel.PHONE)
    initiated_by = _choice("谁先联系的", InitiatedBy.choices, InitiatedBy.US)
    purpose = _choice("为了什么", Purpose.choices, Purpose.BILL)
    identity_check = _choice("怎么确认是他", IdentityCheck.choices, IdentityCheck.CALLBACK_NUMBER)
    happened_at = MomentField("什么时候")
    stamped = forms.BooleanField(required=False, widget=forms.HiddenInput)  # the phone filled it in, nobody typed it
    owner_words = _words("业主的原话")
    mood = _choice("听起来", Mood.choices, Mood.UNKNOWN)
    obstacles = forms.MultipleChoiceField(
        label="是什么拦着他", choices=ObstacleCode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    suggested = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)  # code:p,…, as suggested
    questions = forms.MultipleChoiceField(label="问过的问题", required=False, widget=forms.CheckboxSelectMultiple)
    have = text_field("他现在得到的", LINE)
    want = text_field("他想要的", LINE)
    option = _choice("业主自己的决定", (), required=False)
    choice_words = text_field("他是怎么说的", LINE)
    amount = YuanField(label="答应付多少", max_length=40, required=False)
    on = _optional_day("哪天付")
    agreed_by = _choice("他怎么答应分期的", [("", "还要等他确认"), *AgreedBy.choices], required=False)
    bills = BillsField("对哪几笔有异议")
    dispute_reason = forms.ChoiceField(label="为什么", choices=[("", "请选择"), *DisputeReason.choices], required=False)
    ticket = text_field("要修的是什么", LINE)
    breathing_reason = forms.ChoiceField(
        label="因为什么", choices=[("", "请选择"), *BreathingReason.choices], required=False
    )
    until = _optional_day("暂缓到哪天")
    next_what = text_field("下一步做什么", LINE)
    next_on = _optional_day("哪天做")
    do_not_contact = forms.BooleanField(label="业主要求以后不要再联系", required=False)
    note = text_field("备注", LINE)
    photos = forms.FileField(
        label="照片",
        required=False,
        widget=forms.ClearableFileInput({"accept": ",".join(PHOTO_TYPES), "capture": "environment"}),
    )
    voice = forms.FileField(
        label="语音", required=False, widget=forms.ClearableFileInput({"accept": ",".join(VOICE_TYPES)})
    )
    admits_breach = forms.BooleanField(label="确实已经联系了，如实登记为违规", required=False)
    rehearsal = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, options: Any, bills: Any, questions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticket"].widget.attrs["placeholder"] = "例如：主卧天花板漏水"
        offer(self, "option", [("", "还没定"), *options])
        offer(self, "bills", bills)
        offer(self, "questions", questions)

    def clean_suggested(self) -> dict[str, int]:
        """code → probability × 1000 of what was suggested; anything else than that is nothing."""
        found = {}
        for part in self.cleaned_data["suggested"].split(","):
            code, _, p = part.partition(":")
            if code in ObstacleCode.values and p.isascii() and p.isdigit() and int(p) <= 1000:
                found[code] = int(p)
        return found
