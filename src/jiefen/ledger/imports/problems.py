"""Doubtful cells: code, sentence, suggestion. Blocking problems hold their line back until corrected or accepted."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from jiefen.ledger.imports.cells import text_of
from jiefen.ledger.imports.plan import column_letter

CAP: Final = 500  # non-blocking problems kept per (sheet, column, code); the rest are counted


class Problem(NamedTuple):
    """One doubt. ``row`` is the spreadsheet row (0: the whole sheet); ``letter`` the column; ``column`` its header."""

    sheet: str
    row: int
    letter: str
    column: str
    value: str
    code: str
    message: str
    suggestion: str
    blocking: bool


MESSAGES: Final[dict[str, tuple[str, str, bool]]] = {  # code: (what is doubtful, what to do, blocking)
    "amount_unreadable": ("这里应是金额，但看不懂。", "请改成数字，例如 1234.50；没有欠费就留空。", True),
    "amount_too_large": ("这个金额大得不合理。", "请检查是否多写了位数，或单位是否写错。", True),
    "formula_error": ("这个单元格是公式错误，没有金额。", "请在原表改正公式，或在这里填上金额。", True),
    "formula_no_value": (
        "这个单元格的公式没有保存计算结果。",
        "请用 Excel 打开原表，保存一次再导入，或在这里填上金额。",
        True,
    ),
    "amount_rounded": ("金额多于两位小数，已四舍五入到分。", "如需按其他方法取整，请在这里改。", False),
    "negative_amount": (
        "这是负数，可能是多收、预存或冲红。",
        "请确认：确实要记负数就选“按原样接受”，不算欠费就清空。",
        True,
    ),
    "amount_computed": ("表里没有金额一列，已按单价、面积和月数算出。", "请核对单价、面积和月数。", False),
    "amount_not_computable": (
        "这一行没有金额，单价、面积或月数也不全，没有计入。",
        "请填上金额，或补齐单价、面积和月数。",
        True,
    ),
    "ticks_paid": ("打勾的格子按已缴处理，没有计入欠费。", "如果打勾表示欠费，请改成欠费金额。", False),
    "status_paid": ("状态写着已缴或作废的行没有计入欠费。", "如果其中还有没缴的，请补上欠费一列。", False),
    "outstanding_mismatch": (
        "欠费与“应收减已收、冲抵和减免”对不上，已按欠费列记。",
        "请核对这一行的应收、已收和欠费。",
        False,
    ),
    "outstanding_recomputed": ("欠费没有写，已按“应收减已收、冲抵和减免”算出。", "请核对这一行。", False),
    "row_total_mismatch": ("这一行的合计与各项之和对不上。", "请核对各项金额；系统按各项记，不按合计记。", False),
    "total_mismatch": ("表中写的合计与逐行相加的结果对不上。", "请核对是否有漏行、重复或手改的合计。", False),
    "room_missing": ("这一行有金额，但没有房号。", "请填上房号；如果是合计行可以不理会。", True),
    "room_unclear": ("这个房号不像“栋-单元-室”的样子，已照原文记。", "请核对房号。", False),
    "room_date_mutilated": ("这个房号被 Excel 变成了日期。", "", True),
    "item_missing": ("这一行没有写费用项，暂按“物业费”记。", "请填上费用项。", False),
    "owner_differs": ("同一房号出现了不同的业主，都已记下。", "请确认是否换过业主。", False),
    "period_missing": ("这一行没有写欠费期间。", "请填上期间，例如 2024.1-2024.6；不填就不能计算时效。", False),
    "period_unreadable": ("这个期间看不懂。", "请写成 2024.1-2024.6 或 2024-01-01 的样子。", False),
    "period_reversed": ("结束时间早于开始时间。", "请检查两个日期是否写反了。", False),
    "period_open": ("这个期间没有明确的开始或结束。", "请补上开始和结束年月。", False),
    "period_vague": ("只写了往年、当期一类的说法，没有具体年月。", "请补上开始和结束年月；不补就不能计算时效。", False),
    "period_ambiguous": (
        "Excel 会把 2023.10 显示成 2023.1，分不清是 1 月还是 10 月，暂按 1 月记。",
        "请确认月份。",
        False,
    ),
    "end_day_excluded": (
        "结束日期都是 1 日，按欠到前一天读，这样各期才是整季或整年。",
        "如果结束的那个月也欠，请核对期间。",
        False,
    ),
    "period_overlap": ("同一户同一费用的期间与另一行重叠，两行都已记下。", "请核对是否重复收费。", False),
    "duplicate": ("与前面一行的房屋、费用、期间和金额完全相同，这一行先不计入。", "确实是两笔就选“按原样接受”。", True),
    "payment_void": (
        "这一笔的状态说明钱没有收到，或者已经退回，没有计入。",
        "请核对；确实收到了就选“按原样接受”。",
        True,
    ),
    "not_done": ("这一行写着还没有完成，没有计入。", "已经做了就把这一格改成“是”。", True),
    "parts_disagree": (
        "各项（或各种收款方式）相加，与这一行的合计或实收对不上，没有计入。",
        "请核对这一行的各项金额和合计。",
        True,
    ),
    "foreign_money": ("这一笔不是人民币，没有计入。", "请按实际结汇的人民币金额填写，并把币种改成人民币。", True),
    "phone_destroyed": (
        "电话被显示成科学计数法，后几位已丢失，没有保存。",
        "请在原表把这一列设为文本后重新填写。",
        False,
    ),
    "phone_invalid": ("这个电话号码位数不对，没有保存。", "请填写 11 位手机号或带区号的座机号。", False),
    "id_destroyed": ("身份证号被当作数字保存，后几位已丢失，没有保存。", "请在原表把这一列设为文本后重新填写。", False),
    "id_invalid": ("身份证号校验不通过，没有保存。", "请核对证件号码。", False),
    "area_unreadable": ("面积看不懂，没有记。", "请填数字，例如 98.50。", False),
    "unrecognised_row": ("这一行看不出是什么，没有计入。", "如果是一户，请补上房号。", False),
    "section_with_amounts": ("这一行只有楼栋，看起来是楼栋小计，没有计入。", "如果是一笔欠费，请补上房号。", False),
    "period_unlikely": ("这个期间早得或晚得不合理。", "请核对年份。", False),
    "due_unreadable": ("应缴日期看不懂，没有记。", "请写成 2024-01-31 的样子。", False),
    "lump_settled": ("已收金额没有分到各项，这一户按整户余额记成一笔。", "如需分项，请写明每项已收多少。", False),
    "sheet_repeats": ("这张表与其他表的内容重复，没有重复计入。", "如果不是重复，请改为计入。", False),
    "sheet_overlaps": (
        "这张表与另一张表的房屋、费用和期间几乎全部重叠，两张表都计入了。",
        "如果是同一批欠费的新旧两版，请删掉旧的那张再导入。",
        False,
    ),
    "rows_hidden": ("这张表有隐藏或被筛选掉的行，也一并计入了。", "不该计入的行请从原表删掉再导入。", False),
    "column_hidden": ("这一列在原表里是隐藏的，也计入了。", "不该计入请在“改列的对应”里改成不使用。", False),
    "comments_unseen": (
        "表里有单元格带批注，批注里的字没有读。",
        "其中写着期间、已缴或减免的，请写进表里再导入。",
        False,
    ),
    "colours_unseen": (
        "表里用颜色区分各行，系统看不见颜色，各行都照数字计入了。",
        "请把颜色的意思写成一列文字，例如“已缴”“欠费”，再导入。",
        False,
    ),
    "sheet_hidden": ("这张工作表是隐藏的，没有计入。", "需要计入时请取消隐藏，或在这里改为计入。", False),
    "second_table": (
        "这一行像是另一个表头，与上面的列不同；下面的行可能读错。",
        "请在“改列的对应”里说明这张表的各列，不用就选“不导入这张表”；也可以把两张表分开放在两个工作表里。",
        True,
    ),
}


class Problems:
    """Collects problems; tells whether a blocking one was accepted; keeps long runs of the same remark short."""

    def __init__(self, accepted: frozenset[tuple[str, int, str]]) -> None:
        self.items: list[Problem] = []
        self.counts: dict[tuple[str, str, str], int] = {}
        self.accepted = accepted

    def add(
        self,
        sheet: str,
        row: int,
        code: str,
        *,
        index: int = -1,
        label: str = "",
        value: Any = "",
        message: str = "",
        suggestion: str = "",
    ) -> bool:
        """Record a problem; True when the line may go on (not blocking, or accepted by the clerk)."""
        what, todo, blocking = MESSAGES.get(code, ("", "", False))
        fine = not blocking or (sheet, row, code) in self.accepted
        if blocking and fine:
            return True
        letter = column_letter(index) if index >= 0 else ""
        key = (sheet, letter, code)
        self.counts[key] = self.counts.get(key, 0) + 1
        if blocking or self.counts[key] <= CAP:
            shown = text_of(value)[:80]
            self.items.append(
                Problem(sheet, row, letter, label or letter, shown, code, message or what, suggestion or todo, blocking)
            )
        return fine
