"""The editor's form."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms

from jiefen.articles.models import Article
from jiefen.engine.practice_areas import areas

AUTOMATIC: Final = ""
_BREAK: Final = "|"


def _topics() -> list[tuple[str, Any]]:
    """自动, then every area with its topics."""
    groups: list[tuple[str, Any]] = [(AUTOMATIC, "自动判断")]
    for area in areas():
        inside = [(f"{area.name}{_BREAK}{topic.name}", topic.name) for topic in area.topics]
        groups.append((area.name, [(f"{area.name}{_BREAK}", f"{area.name}（不细分）"), *inside]))
    return groups


class ArticleForm(forms.Form):
    """What an author writes. Nothing is required: a draft may be unfinished; handing in asks for the rest."""

    title = forms.CharField(label="标题", required=False, strip=True)
    body = forms.CharField(
        label="正文", required=False, strip=False, widget=forms.Textarea({"rows": 22, "spellcheck": "false"})
    )
    lead = forms.CharField(label="导读", required=False, widget=forms.Textarea({"rows": 2}))
    topic = forms.ChoiceField(label="领域和主题", required=False, choices=_topics)
    reason = forms.CharField(label="改了什么，为什么", required=False)
    publish_at = forms.DateTimeField(
        label="发布时间", required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], error_messages={"invalid": "请写成 2026-12-01 09:00 这样。"},
    )  # fmt: skip
    picture = forms.FileField(label="插入图片", required=False, widget=forms.FileInput({"accept": "image/*"}))
    alt = forms.CharField(label="图上是什么", required=False)
    cursor = forms.IntegerField(required=False, widget=forms.HiddenInput)
    save_no = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def draft(self) -> dict[str, Any]:
        """What ``save_draft`` takes, from what was typed; also when another field is wrong."""
        area, _, topic = (self.data.get("topic") or "").partition(_BREAK)
        number = self.data.get("save_no") or ""
        return {
            "title": self.data.get("title", "").strip(), "body": self.data.get("body", "").replace("\r\n", "\n"),
            "lead": self.data.get("lead", "").strip(), "area": area, "topic": topic,
            "save_no": int(number) if number.isdecimal() and len(number) < 9 else -1,
        }  # fmt: skip

    @property
    def moment(self) -> dt.datetime | None:
        """When to publish."""
        found: dt.datetime | None = self.cleaned_data.get("publish_at")
        return found


def initial_of(article: Article) -> dict[str, Any]:
    """The saved draft as the form shows it."""
    return {
        "title": article.title, "body": article.body, "lead": article.lead, "save_no": article.save_no,
        "topic": f"{article.area}{_BREAK}{article.topic}" if article.area else AUTOMATIC,
    }  # fmt: skip
