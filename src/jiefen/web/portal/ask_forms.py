"""Forms of asking. What they hold is posted, never part of an address."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from jiefen.area_learning.actions import WORDING
from jiefen.consultations.actions.intake import LONGEST_NAME, WORDINGS
from jiefen.consultations.models import Feedback
from jiefen.consultations.states import FeedbackVerdict, Purpose
from jiefen.engine.practice_areas import areas
from jiefen.rules.regions import UnknownRegion, city_named
from jiefen.web.portal.forms import PhoneField

MOST_OTHERS: Final = 5


class NamesForm(forms.Form):
    """Whom it is about, for the conflict check. Either may stay empty."""

    own_name = forms.CharField(label="您的姓名或单位", max_length=LONGEST_NAME, required=False)
    others = forms.CharField(
        label="对方是谁", required=False, max_length=400, widget=forms.Textarea({"rows": 3}),
        help_text="一行写一个：姓名，或公司、单位的名称。没有对方，或不知道，就空着。",
    )  # fmt: skip

    def clean_others(self) -> list[str]:
        """One name a line."""
        return [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]


class WordsForm(forms.Form):
    """What happened, and where."""

    words = forms.CharField(
        label="发生了什么，您想怎么样", widget=forms.Textarea({"rows": 7}), strip=True,
        error_messages={"required": "请写下发生了什么。"},
    )  # fmt: skip
    city = forms.CharField(
        label="在哪个城市", required=False, max_length=20,
        widget=forms.TextInput({"list": "cities", "autocomplete": "off"}), help_text="只用来找离您近的律师，可以不填。",
    )  # fmt: skip

    def clean_city(self) -> str:
        """The city's code, or nothing."""
        name = self.cleaned_data["city"].strip()
        try:
            return city_named(name).code if name else ""
        except UnknownRegion as error:
            raise forms.ValidationError(str(error)) from None


class CheckForm(forms.Form):
    """The last look: kind of matter and what one agrees to. Nothing is ticked beforehand."""

    area = forms.ChoiceField(label="这像是哪一类事")
    answer = forms.BooleanField(label=WORDINGS[Purpose.ANSWER], required=False)
    conflict_check = forms.BooleanField(label=WORDINGS[Purpose.CONFLICT_CHECK], required=False)
    learn = forms.BooleanField(label=WORDING, required=False)

    def __init__(self, *args: Any, has_names: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — declared above
        field.choices = [(each.name, each.name) for each in areas()]
        if not has_names:
            del self.fields["conflict_check"]

    @property
    def agreed(self) -> set[str]:
        """The purposes that were ticked."""
        return {each for each in (Purpose.ANSWER, Purpose.CONFLICT_CHECK) if self.cleaned_data.get(each)}


class OneOfSeveral(forms.Form):
    """A form that shares its page with others: its fields have ids of its own, so that a label leads to its own field."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s", **more})


class FeedbackForm(OneOfSeveral):
    """Did it help."""

    verdict = forms.ChoiceField(
        label="这次答疑帮上您了吗", choices=FeedbackVerdict.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )  # fmt: skip
    missing = forms.MultipleChoiceField(
        label="还缺什么", choices=list(Feedback.MISSING.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label="想补充的话", required=False, max_length=500, widget=forms.Textarea({"rows": 2}))
    wants_second = forms.BooleanField(label="请另一位律师再看一看", required=False)


class RatingForm(OneOfSeveral):
    """Stars of a service that is over."""

    stars = forms.TypedChoiceField(
        label="给这次答疑打几颗星", choices=[(each, f"{each} 星") for each in range(5, 0, -1)], coerce=int,
        widget=forms.RadioSelect, error_messages={"required": "请选几颗星。"},
    )  # fmt: skip
    words = forms.CharField(
        label="写一句", required=False, max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text="律师和平台看得到，不公开；公开的只有平均分和人数。",
    )  # fmt: skip


class ContactForm(OneOfSeveral):
    """A number for one notice."""

    phone = PhoneField()
    agreed = forms.BooleanField(label=WORDINGS[Purpose.CONTACT], required=False)


class GrievanceForm(OneOfSeveral):
    """A complaint to the platform."""

    words = forms.CharField(
        label="哪里没做好", max_length=500, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写下是什么事。"},
    )  # fmt: skip


class DeleteForm(forms.Form):
    """The tick before everything goes."""

    sure = forms.BooleanField(
        label="我知道删了就找不回来", error_messages={"required": "请先勾选“我知道删了就找不回来”，再按删除。"}
    )
