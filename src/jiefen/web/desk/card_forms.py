"""Forms of a lawyer's own card: what it says, how he stands right now, his own words, his firm."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from jiefen.engine.practice_areas import area_named, areas
from jiefen.lawyers.actions.cards import MOST_AREAS, MOST_CAPACITY, MOST_COURTS
from jiefen.lawyers.columns import LANGUAGES
from jiefen.lawyers.queries import OwnCard
from jiefen.rules.regions import cities

_AREAS: Final = [(area.name, area.name) for area in areas()]


def city_choices() -> list[tuple[str, str]]:
    """Cities by name, with their provinces."""
    return [
        (city.name, city.name if city.name == city.province else f"{city.province} · {city.name}")
        for city in cities().values()
    ]


class CapacityForm(forms.Form):
    """How many matters at once."""

    capacity = forms.IntegerField(
        label="最多同时办几件", min_value=0, max_value=MOST_CAPACITY,
        error_messages={"required": f"请写 0 到 {MOST_CAPACITY}。", "invalid": f"请写 0 到 {MOST_CAPACITY} 的整数。"},
    )  # fmt: skip


class CardForm(forms.Form):
    """What the card says. Topics are offered for the areas the card has now; others come after saving."""

    main = forms.ChoiceField(label="主要领域", choices=_AREAS, error_messages={"required": "请选主要领域。"})
    others = forms.MultipleChoiceField(
        label=f"其他领域（最多 {MOST_AREAS - 1} 个）",
        choices=_AREAS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    topics = forms.MultipleChoiceField(label="专长", widget=forms.CheckboxSelectMultiple, required=False)
    languages = forms.MultipleChoiceField(
        label="语言", choices=[(each, each) for each in LANGUAGES], widget=forms.CheckboxSelectMultiple, required=False
    )
    courts = forms.CharField(label="常去的法院", widget=forms.Textarea({"rows": 4}), required=False, max_length=1000)
    city = forms.ChoiceField(label="执业城市", choices=city_choices, error_messages={"required": "请选执业城市。"})

    def __init__(self, *args: Any, own: OwnCard, **more: Any) -> None:
        super().__init__(*args, **more)
        topics = self.fields["topics"]
        if isinstance(topics, forms.MultipleChoiceField):
            topics.choices = topic_choices(own.areas)

    def clean_others(self) -> list[str]:
        """Without the main one, not more than a card carries."""
        chosen = [each for each in self.cleaned_data["others"] if each != self.cleaned_data.get("main")]
        if len(chosen) > MOST_AREAS - 1:
            raise forms.ValidationError(f"其他领域最多选 {MOST_AREAS - 1} 个。")
        return chosen

    def clean_courts(self) -> list[str]:
        """One a line."""
        courts = list(dict.fromkeys(line.strip() for line in self.cleaned_data["courts"].splitlines() if line.strip()))
        if len(courts) > MOST_COURTS:
            raise forms.ValidationError(f"常去的法院最多写 {MOST_COURTS} 个，一行一个。")
        return courts

    def described(self) -> tuple[dict[str, Any], list[str]]:
        """What ``describe_card`` takes, and the topics left out because their area was taken off."""
        given = self.cleaned_data
        wanted = [given["main"], *given["others"]]
        known = {topic.name for area in wanted for topic in area_named(area).topics}
        lost = [topic for topic in given["topics"] if topic not in known]
        return {
            "areas": wanted, "topics": [topic for topic in given["topics"] if topic in known],
            "languages": given["languages"], "courts": given["courts"], "city": given["city"],
        }, lost  # fmt: skip


class IntroductionForm(forms.Form):
    """His own words."""

    text = forms.CharField(label="自己的话", widget=forms.Textarea({"rows": 6}), required=False, max_length=2000)


class MoveForm(forms.Form):
    """The new firm and the day."""

    firm_name = forms.CharField(label="新律所全称", max_length=120, error_messages={"required": "请写新律所的全称。"})
    firm_code = forms.CharField(
        label="新律所统一社会信用代码", max_length=40, error_messages={"required": "请写新律所的统一社会信用代码。"}
    )
    city = forms.ChoiceField(label="律所所在城市", choices=city_choices, error_messages={"required": "请选城市。"})
    on = forms.DateField(
        label="从哪天起", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪天起在新律所。", "invalid": "请写成 2026-11-23 这样的日期。"},
    )  # fmt: skip


def topic_choices(chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """The topics of some areas, each once."""
    names = [topic.name for area in chosen for topic in area_named(area).topics]
    return [(name, name) for name in dict.fromkeys(names)]
