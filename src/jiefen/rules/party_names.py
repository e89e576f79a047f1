"""Names of parties made comparable, so that a conflict of interest is found however the name was written.

A name becomes one or two keys; two names may be the same party when they share a key. The first key is the name without
spaces, punctuation and width; a company gets a second one without legal form, place and the trade's long forms
(苏州市明珠物业服务有限公司 and 明珠物业 share 明珠物业). Finding too much costs an offer, finding too little breaks
律师法 39: so the keys are generous. Worked examples: docs/algorithms/party_names.md.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules.regions import cities, provinces
from jiefen.rules.tables_io import load_table, row_on

LEAST_KEY: Final = 2  # characters; a shorter key would fit everybody
_LEGAL_FORMS: Final = re.compile(
    "(股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|分公司|子公司|集团公司|总公司|公司|集团|合伙企业|有限合伙|普通合伙|"
    "项目部|办事处|服务中心|管理处|经营部|个体工商户)$"
)
_TRADES: Final = (
    (re.compile("物业(综合)?(服务|管理|经营|发展)+(服务|管理)*$"), "物业"),
    (re.compile("(房地产|置业|地产)(集团)?(开发|发展|投资)*$"), "地产"),
)
_COMPANY: Final = re.compile("公司|集团|企业|物业|地产|置业|合伙|厂$|店$|中心$|银行|学校|医院|委员会$|事务所$")
_BARE: Final = re.compile("(物业|地产|置业|银行|学校|医院|中心|企业|集团)(公司)?|公司|(业主|居民|村民)委员会")
_TITLES: Final = re.compile("(先生|女士|小姐|老师|律师)$")


def party_keys(name: str) -> tuple[str, ...]:
    """The keys of a person's or company's name, most exact first; none for a name of fewer than two characters."""
    plain = _plain(name)
    person = _TITLES.sub("", plain)
    keys = [plain if len(person) < LEAST_KEY else person]
    if _COMPANY.search(plain):
        keys.append(_core(plain))
    return tuple(dict.fromkeys(each for each in keys if len(each) >= LEAST_KEY and not _BARE.fullmatch(each)))


def id_key(number: str) -> str:
    """An identity or unified code number without spaces and width, upper case; empty when it is too short to be one."""
    plain = _plain(number).upper()
    return plain if len(plain) >= 8 else ""


def kept_until(ended_on: date) -> date:
    """The last day a party of a finished engagement still counts. Source: table ``conflicts``."""
    return ended_on + timedelta(days=row_on(load_table("conflicts"), ended_on).number("keep_days_after_end"))


def _plain(text: str) -> str:
    """Letters and digits only: full width, spaces, dots between names and brackets say nothing."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).lower() if each.isalnum())


def _core(plain: str) -> str:
    """A company's name without its legal form, its places and the long forms of its trade."""
    core = plain
    while (shorter := _without_form(core)) != core:
        core = shorter
    for pattern, short in _TRADES:
        core = pattern.sub(short, core)
    return _without_place(core)


def _without_form(name: str) -> str:
    """One legal form less, and the place before it (明珠物业 苏州 分公司); the name itself is never used up."""
    shorter = _LEGAL_FORMS.sub("", name)
    if len(shorter) < LEAST_KEY:
        return name
    if shorter != name:
        for place in _places():
            if shorter.endswith(place) and len(shorter) - len(place) >= LEAST_KEY:
                return shorter.removesuffix(place)
    return shorter


def _without_place(name: str) -> str:
    for _ in range(2):  # 江苏省 苏州市
        for place in _places():
            rest = name.removeprefix(place)
            if rest != name and len(rest) >= LEAST_KEY and not _BARE.fullmatch(rest):
                name = rest
                break
    return name


@lru_cache
def _places() -> tuple[str, ...]:
    """Names of provinces and cities with and without 省 and 市, longest first."""
    names = {*provinces().values(), *(city.name for city in cities().values())}
    both = {form for name in names for form in (name, f"{name}省", f"{name}市")} | {"中国"}
    return tuple(sorted(both, key=lambda each: (-len(each), each)))
