"""What a header label means: an identity or period field, or an amount with its measure, fee item, period and unit."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from jiefen.ledger.imports import english, items, periods
from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.periods import Period

OUTSTANDING, RECEIVABLE, RECEIVED, OFFSET, WAIVED = "outstanding", "receivable", "received", "offset", "waived"
LATE, TOTAL, AMOUNT, BALANCE = "late_charge", "total", "amount", "balance"

_SCALES: Final = {
    "元": 100,
    "人民币元": 100,
    "万元": 1_000_000,
    "万": 1_000_000,
    "千元": 100_000,
    "百元": 10_000,
    "角": 10,
    "分": 1,
}
_UNIT = re.compile(
    r"[(\[【](?:单位:?)?(人民币元|万元|千元|百元|元|万|角|分)[)\]】]|(?:单位[:为是]?)(人民币元|万元|千元|百元|元)|/(万元|元)$"
)
_BRACKET = re.compile(r"[(\[【](.*?)[)\]】]")
_MEASURES: Final = (  # the first that is found names the measure; order matters (欠费合计 is outstanding and a total)
    (LATE, r"[滞迟]纳金|违约金|罚息|资金占用|逾期利息|利息|逾期金(?!额)|逾期费(?!用)"),
    (WAIVED, r"减免冲抵|已?减免|优惠|折扣|免收|减收|豁免|赠送|核减|红冲"),
    (OFFSET, r"(?:预交|预存|预收|预缴|账户|余额)(?:费|款|金额)?(?:冲抵|抵扣|冲减|抵减|冲销)|冲抵|抵扣|冲减|抵减"),
    (OUTSTANDING, r"(?:应收(?:账款|款项?)?|欠费|欠款|欠缴|欠交|未收)余额"),
    (BALANCE, r"(?:预交|预存|预收|预缴|账户).*(?:余额|结余)|余额|结余|^已?(?:预交|预存|预收|预缴)(?!.*[应欠未])"),
    (RECEIVED, r"(?<![未应待])(?:收回|追回|清收|回收|清回|收缴金?额)(?!率)"),
    (
        OUTSTANDING,
        r"剩余(?:欠费|欠款|未缴|未交|应缴|应交)|实欠|净欠|总欠|(?:目前|当前|现)欠费?|共欠|尚欠|拖欠|结欠|余欠|欠费|欠收|欠缴|欠交|欠付|欠款|欠|未收|未缴|未交|未付|应补缴?|待缴|待收|待交|应催|催缴(?=金额|额|费|款)|^催缴$|未回款|未到账|未清(?!洁)|未扣|待扣|未还|未核销|未执行|未履行",
    ),
    (
        RECEIVED,
        r"第[一二三四五六1-6][次笔](?:缴|交|收|付)|实收|已缴|已收|已交|已付|实缴|实交|实付|收回|到账|回款|核销(?!率|依据|原因|日期|情况)|已扣|实扣|已还|^减少金?额?$|已执行|已履行|(?<![应未待预])收款(?:金?额)?$",
    ),
    (RECEIVABLE, r"应收|应缴|应交|应付|应支付|应扣|应还|(?:^|周)(?:增加|新增)金?额?$|账单|计费|开票金?额"),
    (OUTSTANDING, r"本金"),
    (TOTAL, r"合计|总计|小计|总额|累计|共计|总和|汇总|标的"),
)
_AS_OF = re.compile(
    r"^截[至止]到?(?:19|20)\d\d[\d年月日./-]*[底末]?(?=.{2})"
)  # the day of the count is not a period owed
_LATIN = re.compile(r"(?<![\d])[a-z][a-z .&'_/-]*")  # To止, Fee Item费用项目
_TOTAL_WORD = re.compile(r"标的|合计|总计|小计|总额|总金额|累计|共计|总欠|总和|总")
_PERIOD_TAIL = re.compile(r"(?:时间|期间|起止|区间|时段|账期|年月|月份|周期|所属(?:季度|年度|月|期))$")
_PRICE = re.compile(r"[(\[]元/(?:㎡|m2|平方?米?|月|户)[^)\]]*[)\]]$")  # 物业费(元/㎡/月) beside 物业费(元)
_RATE = re.compile(r"[(\[](?:元/)?每?月[)\]]$|/月$")
_PERIOD_OF = re.compile(r"(?:期间|起止|区间|时段|账期)$")
_PERIOD_OF_A_DEBT = re.compile(
    r"(?:欠费|欠缴|欠交|欠款|欠租|未缴|未交|收费|计费|费用)(?:起止)?(?:期间|起止|区间|时段|账期|时间段?|周期)$"
)
_PERIOD_WORDS = re.compile(
    r"欠费|欠缴|欠交|欠付|应缴|应收|应交|应付|未缴|未交|未收|所属|归属|计费|收费|时间|期间|起止|区间|时段|账期|年月|月份|周期"
)
_FILLER = re.compile(
    r"合计|总计|小计|总额|总金额|累计|共计|总和|金额|款项|总|数额|额|情况|明细|\(?元\)?|人民币|本金|含税|费用$|^费用|^费$|的|款$|^数$|[-_/:,、()]|各项|各年|其中|小结|分项|诉请|起诉|主张|判决"
)
_REMARK = re.compile(  # 欠费合计(不含押金)
    r"[(\[【](?![^)\]】]*税)(?:不含|不包括|未含|已扣|扣除|含|包含|包括)[^)\]】]*[)\]】]"
)
_DATE = r"(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?"
_PERIOD_HEAD = re.compile(
    r"(?:(?:19|20)\d\d|(?<!\d)[1-3]\d(?=年|[./-]\d))(?:年度?)?(?:及其?)?(?:以前|之前|前)(?:年度)?"
    rf"|{_DATE}(?:[至到~—]|-)+{_DATE}"
    r"|(?:19|20)\d\d年?度?(?:[至到~—/、]|-)+(?:19|20)\d\d(?:年度?|(?![\d./-]))"
    r"|(?:(?:19|20)\d\d|(?<!\d)[1-3]\d(?=年|[./-]\d|[QH][1-4]))(?:年度?|[./-])?"
    r"(?:第?[一二三四1-4](?:季度?)?[至到~—、/-]+第?[一二三四1-4]季度?|第?[一二三四1-4]季度?|Q[1-4]|H[12]|[上下]半年|[上下](?=$|欠|未|应|合计)|(?:1[0-2]|0?[1-9])(?:月份?)?(?:(?:[至到~—]|-)+(?:(?:20)?\d\d(?:年|[./-]))?(?:1[0-2]|0?[1-9])月?份?)?|0[1-9]|1[0-2]|全年)?"
    r"|(?:1[0-2]|0?[1-9])(?:[-至到~](?:1[0-2]|0?[1-9]))?月份?|第?[一二三四]季度|第?[1-4]季度|(?<![A-Z])Q[1-4]|[上下]半年|(?:十[一二]|[一二三四五六七八九十])月份?"
    r"|(?:截[至止]到?)?(?:上年度?|去年|上月|上期|年初|期初)[底末止]?(?=欠|未|累计|结|余)"
    r"|往年|历年|历史|陈年|以前年度|本年度?|当年|今年|本期|当期|上年度?|去年|往期|前期|上期|本月|当月|上月|往月|[陈旧新](?=欠)"
)


_ENGLISH: Final = (  # in this order: "Unpaid" before "Paid", "Amount Due" before "Amount"
    (r"late ?(?:fee|charge)s?|penalty|interest", "滞纳金"),
    (r"unpaid|outstanding|arrears|overdue|owing|owed|balance(?: ?due)?", "欠费"),
    (r"amount ?due|billed|charged|receivable|due", "应收"),
    (r"paid|received|collected", "实收"),
    (r"waived|waiver|discount", "减免"),
    (r"grand ?total|sub ?total|total", "合计"),
    (r"amount", "金额"),
)


_EDGE: Final = re.compile(  # 欠费起始年月, 物业费截止月份: prefixes and endings in any mixture
    r"(?:欠费|费用|计费|收费|账期|账单|欠缴|欠交|欠款|欠租|欠付|物业费|物管费|服务|应收|拖欠|所属)?(?:期间|周期|时间|账期)?"
    r"(?:(起始|开始|起)|截止|截至|结束|终止|止)(?:年月|月份|日期|时间|年份|账期|[年月日期])?"
)


_DEBTS: Final = re.compile("欠租|欠缴|欠交|欠付|欠款|拖欠|未缴|未交")  # 欠租月数 is read like 欠费月数


_NO_MONEY: Final = re.compile(
    r"(?:编码|编号|代码|条码|号码|邮编|数量|序号|人口数|排名|名次|信用分|评分|id|[单卡工账函案户]号|日期|方式|结果|答复|标准|[票度月件套间层次表吨方]数|码|[热水电气用]量|系数|实用)$",
    re.IGNORECASE,
)


AFTER_RELIEF: Final = "(?:优惠|减免|打折|折扣?|冲抵|抵扣|调整|核减)后"


_SEASON: Final = re.compile(r"(?<=\d)(年度?)?(采暖|供暖|取暖)[季期]费?")  # 2022-2023采暖季: the fee of a winter


class Meaning(NamedTuple):
    """One label's meaning. ``field`` is '' when unknown; ``certain`` tells a whole-label match from a guess by
    parts.
    """

    field: str = ""
    measure: str = ""
    item: str = ""
    period: Period | None = None
    period_text: str = ""
    is_total: bool = False
    certain: bool = False


def beside_late(label: str) -> str:
    """What a late charge label says besides (应收违约金 → receivable); '' when nothing."""
    rest = re.sub(_MEASURES[0][1], "", compact(label))
    return next((name for name, pattern in _MEASURES[1:] if re.search(pattern, rest)), "")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], list[tuple[str, str]]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("headers.toml").read_text("utf-8"))
    names = {name.lower(): field for field, row in raw.items() for name in row.get("names", [])}
    parts = [(part, field) for field, row in raw.items() for part in row.get("parts", [])]
    return names, parts


def scale_in(text: str) -> int | None:
    """分 per unit named in a label or a title row (``(万元)``, ``单位:元``); None when it names none."""
    match = _UNIT.search(compact(text))
    return _SCALES[next(g for g in match.groups() if g)] if match else None


@lru_cache(maxsize=20_000)
def bare(label: str) -> str:
    """A label without spaces, units, bracketed remarks, colons and asterisks, in lower case."""
    text = _AS_OF.sub("", compact(label))
    inner = _BRACKET.sub("", text)
    text = (inner if inner else text).replace("民国", "")
    return re.sub(r"[::*★]|/元$|/万元$", "", text).lower()


def field_of(label: str) -> tuple[str, bool]:
    """(field or "", whether the whole label matched) for labels that are not amounts."""
    names, parts = _tables()
    full, text = compact(label).lower().strip("*:"), bare(label)
    if field := names.get(full) or names.get(text):
        return field, True
    if edge := _EDGE.fullmatch(text):
        return "period_start" if edge[1] else "period_end", True
    if (plain := _DEBTS.sub("欠费", text)) != text and plain in names:
        return names[plain], True
    for part, found in parts:
        if part in full:
            return found, False
    chinese = _LATIN.sub("", text)
    return (names.get(chinese, ""), True) if chinese != text and chinese in names else ("", False)


@lru_cache(maxsize=20_000)
def meaning(label: str, year: int | None = None) -> Meaning:
    """Everything one label says. ``year`` completes ``1月``; a label that only says 金额 has measure ``amount``."""
    field, certain = field_of(label)
    if certain and not (field == "note" and scale_in(label)):  # 欠费情况(元) holds money
        return Meaning(field, certain=True)
    amount = _amount_meaning(label, year)
    if amount.field in ("period", "ignore", "unit_price"):
        return Meaning(field) if field else amount
    if amount.measure or amount.item or amount.period or amount.period_text:
        if field and not amount.period and not amount.item and amount.measure in ("", AMOUNT, RECEIVABLE):
            return Meaning(field)
        return amount
    return Meaning(field)


def _amount_meaning(label: str, year: int | None) -> Meaning:
    text = periods.unwrapped(_REMARK.sub("", _AS_OF.sub("", compact(label))))
    text = english.in_figures(re.sub(r"[(\[【](?:人民币元|万元|千元|百元|元|万|含税)[)\]】]", "", text))
    text = _SEASON.sub(r"\1\2费", text.replace("价税合计", "金额"))  # what a tax column and the rest add up to
    if side := re.search("[借贷]方", text):  # of an account: what stands on the debit side at the end is owed
        closing = re.search("[期年月]末", text) or ("余额" in text and not re.search("[期年月]初", text))
        return Meaning("amount", OUTSTANDING) if side[0] == "借方" and closing else Meaning("ignore")
    for word, words in _ENGLISH if text.isascii() else ():
        text = re.sub(word, words, text, flags=re.IGNORECASE)
    if re.search(
        r"^是否|^有无|^(?:计划|预计|承诺)|税费|税额|不含税|税率|比例|天数|月数|读数|标准|单价|户数|次数|人数|笔数|同期|同比|环比|排名|名次|等级|评分|信用|账龄|占比|占.*比$|年限|时长|基数|率(?:\(.*\))?$",
        text,
    ):
        return Meaning()
    text = re.sub(r"[(\[]?\d+(?:\.\d+)?元/[^)\]]*[)\]]?$", "", text)  # 物业费(2.5元/㎡): the rate is a remark
    if re.search(r"(?:id|编号|编码|流水号)$", text, re.IGNORECASE):
        return Meaning()
    if _PRICE.search(text) and not re.search("欠|未", text):
        return Meaning("unit_price" if re.search("㎡|m2|平", text) else "ignore")
    if _RATE.search(text) and not re.search("欠|未", text):
        return Meaning()  # 租金(月), 物业费/月: what a month costs, not what is owed
    period_text, period, rest = _take_period(text, year)
    if period and "暖" in rest and years_apart(period) == 1:
        period = None  # 2022-2023采暖季 is one winter: from which month on, nobody has said
    if _PERIOD_TAIL.search(rest) and not period_text:
        named = items.item_name(_FILLER.sub("", _PERIOD_WORDS.sub("", rest)))
        owed = not named and re.search(r"月份|年月|账期|期间|区间|周期|时段", rest)
        return Meaning("period", item=named) if owed or items.looks_like_item(named) else Meaning()
    if period_text and _PERIOD_OF.search(rest):  # 2023年欠费期间 beside 2023年欠费
        return Meaning("period", period_text=period_text)
    rest = re.sub(r"^[末底]", "", rest) if period_text else rest  # 2023年末物业费
    rest = re.sub(AFTER_RELIEF, "", rest)  # 优惠后应收 is what is billed
    measure = next((name for name, pattern in _MEASURES if re.search(pattern, rest)), "")
    is_total = bool(_TOTAL_WORD.search(rest))
    name = rest
    for _, pattern in _MEASURES if items.kind_of(rest) != items.LATE_CHARGE else ():
        name = re.sub(pattern, "", name)
    name = _FILLER.sub("", name)
    if measure == LATE:
        name = ""
    item = items.item_name(name) if name and items.looks_like_item(name) else ""
    if not item and name == "租":  # 欠租金额
        item = "租金"
    if not item and name in ("物业管理", "物业服务", "综合服务"):
        item = name + "费"
    if name and not item and measure not in (LATE, TOTAL) and not _plain_remainder(name):
        measure, is_total, period, period_text = (
            ("", False, None, "") if not measure else (measure, is_total, period, period_text)
        )
    if not measure and not item and re.search(r"金额|费用$|^款$|^费$|钱", rest):
        measure = AMOUNT
    return Meaning(
        "amount" if measure or item or period or period_text else "", measure, item, period, period_text, is_total
    )


def years_apart(period: Period) -> int:
    """How many years later a period of whole years ends than it begins; 0 for every other one."""
    whole = period.start and period.end and (period.start.month, period.end.month, period.end.day) == (1, 12, 31)
    return period.end.year - period.start.year if whole and period.start and period.end else 0


def ends_in_period(label: str) -> bool:
    """Whether a label nobody knows speaks of a period of debts at its end (原物业欠费期间)."""
    return bool(_PERIOD_OF_A_DEBT.search(label))


def may_be_money(label: str) -> bool:
    """Whether an unknown label could name an amount: codes, counts and ranks never do."""
    return bool(label) and not _NO_MONEY.search(label)


def says_only_owed(label: str) -> bool:
    """Whether a label names nothing but a debt (欠费, 欠费金额), not whose or which (商铺欠费)."""
    rest = bare(label)
    for measure, pattern in _MEASURES:
        rest = re.sub(pattern, "", rest) if measure == OUTSTANDING else rest
    return _plain_remainder(_FILLER.sub("", rest))


def _plain_remainder(name: str) -> bool:
    """Words that add nothing to a period or measure label."""
    return bool(re.fullmatch(r"[年月日份度止截至底应待前]*|物业|业主|客户|住户|个人|单位", name))


def _take_period(text: str, year: int | None) -> tuple[str, Period | None, str]:
    """(period words, the period when they are complete, the label without them)."""
    match = _PERIOD_HEAD.search(text)
    if not match or re.search(r"截至|截止", text[: match.start()]):
        return "", None, text
    words = {"陈": "往年", "旧": "往年", "新": "本年"}.get(match[0], match[0])
    rest = text[: match.start()] + text[match.end() :]
    period = periods.parse_text(words, year)
    return words, period, rest


def dated_item(name: str, year: int | None) -> tuple[str, Period | None]:
    """``2024年1-6月物业费`` in the column of fee items: (物业费, the period); the name itself when it holds no whole period."""
    words, period, rest = _take_period(name, year)
    rest = rest.strip("-_/()的")
    if not words or period is None or not (period.start and period.end) or not items.looks_like_item(rest):
        return name, None
    return rest, period
