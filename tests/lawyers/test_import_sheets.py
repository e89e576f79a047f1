"""A list of lawyers as it really comes: every problem at its page, row and column, and nothing left out in silence."""

from __future__ import annotations

import io

import openpyxl
import pytest

from jiefen.lawyers.actions import imports
from jiefen.lawyers.models import Affiliation, LawFirm, Lawyer, PracticeArea
from jiefen.lawyers.sheets import LOST_DIGITS
from tests.factories.lawyers import firm_code, licence_no, make_operator
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
HEADER = ("姓名", "执业证号", "执业机构", "律所代码", "城市", "擅长领域")
FIRM = "明理律师事务所"


def _book(*rows: tuple[object, ...], merges: tuple[str, ...] = (), more: dict[str, list[tuple[object, ...]]] | None = None) -> bytes:  # fmt: skip
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    for name, others in (more or {}).items():
        page = book.create_sheet(name)
        for row in others:
            page.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _import(data: bytes) -> imports.ImportedLawyers:
    return imports.import_lawyers(data=data, file_name="名单.xlsx", by=make_operator(), at=AT)


def _places(done: imports.ImportedLawyers) -> list[tuple[str, int, str, str]]:
    return [(each.sheet, each.row, each.column, each.code) for each in done.problems]


def test_every_bad_cell_is_named_by_page_row_and_column() -> None:
    code, good = firm_code(), licence_no()
    broken = code[:-1] + ("1" if code[-1] != "1" else "2")
    done = _import(_book(
        HEADER,
        ("秦川", good, FIRM, code, "苏州", "劳动社保、继承"),
        ("何苗", "1320520121", FIRM, broken, "亚特兰蒂斯", "劳动法"),
        ("", licence_no(), FIRM, code, "苏州", ""),
        ("江一舟", 13205201510977001, FIRM, code, "苏州", ""),
        ("江二舟", "1.32052E+16", FIRM, code, "苏州", ""),
        ("=A2", licence_no(), FIRM, code, "苏州", ""),
        ("#REF!", licence_no(), FIRM, code, "苏州", ""),
        ("许三多", licence_no(), "明理公司", firm_code(), "苏州", ""),
        ("许" * 41, licence_no(), FIRM, code, "苏州", ""),
        ("李七", licence_no(), FIRM, code, "苏州", "继承、刑事、保险、税务、破产"),
    ))  # fmt: skip
    assert (done.added, done.known, done.left_out) == (1, 0, 9)
    assert sorted(_places(done)) == sorted([
        ("名单", 3, "执业证号", "licence_no.invalid"), ("名单", 3, "律所代码", "firm_code.invalid"),
        ("名单", 3, "城市", "regions.unknown"), ("名单", 3, "擅长领域", "area.unknown"),
        ("名单", 4, "姓名", "lawyers.line_incomplete"), ("名单", 5, "执业证号", "lawyers.cell"),
        ("名单", 6, "执业证号", "lawyers.cell"), ("名单", 7, "姓名", "lawyers.line_incomplete"),
        ("名单", 8, "姓名", "lawyers.line_incomplete"), ("名单", 9, "执业机构", "lawyers.firm_name"),
        ("名单", 10, "姓名", "lawyers.name_too_long"), ("名单", 11, "擅长领域", "lawyers.too_many_areas"),
    ])  # fmt: skip
    lost = [each for each in done.problems if each.sentence == LOST_DIGITS]
    assert [each.where for each in lost] == [
        "“名单”页第 5 行“执业证号”（1.32052e+16）", "“名单”页第 6 行“执业证号”（1.32052E+16）",
    ]  # fmt: skip


def test_a_broken_formula_in_a_text_file_is_not_a_name() -> None:
    rows = [",".join(HEADER), *(f"{name},{licence_no()},{FIRM},{firm_code()},苏州," for name in ("#REF!", "=B2"))]
    done = imports.import_lawyers(data="\n".join(rows).encode(), file_name="名单.csv", by=make_operator(), at=AT)
    assert (done.added, [each.where for each in done.problems]) == (
        0,
        ["第 2 行“姓名”（#REF!）", "第 3 行“姓名”（=B2）"],
    )


def test_merged_cells_speak_for_the_firm_and_not_for_a_name() -> None:
    code = firm_code()
    done = _import(_book(
        HEADER,
        ("秦川", licence_no(), FIRM, code, "苏州", "继承"),
        ("", licence_no(), "", "", "", ""),
        ("何苗", licence_no(), "", "", "", ""),
        merges=("A2:A3", "C2:C4", "D2:D4", "E2:E4", "F2:F4"),
    ))  # fmt: skip
    assert set(Lawyer.objects.values_list("name", flat=True)) == {"秦川", "何苗"}
    assert Affiliation.objects.filter(firm__code=code).count() == PracticeArea.objects.filter(area="继承").count() == 2
    assert _places(done) == [("名单", 3, "姓名", "lawyers.cell")]
    assert "拆开单元格" in done.problems[0].sentence
    assert done.problems[0].value == "秦川"


def test_every_page_is_read_and_a_page_of_something_else_is_named() -> None:
    code = firm_code()
    data = _book(
        ("苏州律师名单（2026 年）",), ("",), HEADER, ("秦川", licence_no(), FIRM, code, "苏州", ""),
        more={"第二批": [HEADER, ("何苗", licence_no(), FIRM, code, "苏州市", "继承，刑事")], "说明": [("填表说明",)], "空": []},
    )  # fmt: skip
    done = _import(data)
    assert (done.added, _places(done)) == (2, [("说明", 0, "", "lawyers.sheet_columns")])
    again = _import(data)
    assert (again.added, again.known, again.left_out) == (0, 2, 0)
    assert Lawyer.objects.count() == 2
    assert LawFirm.objects.count() == 1


def test_what_is_registered_is_not_overwritten() -> None:
    code, number, other = firm_code(), licence_no(), firm_code()
    _import(_book(HEADER, ("秦川", number, FIRM, code, "苏州", "")))
    done = _import(_book(
        HEADER,
        ("秦 川", number, "明理律师事务所", code, "苏州", ""),
        ("秦山", number, FIRM, code, "苏州", ""),
        ("秦川", number, "别处律师事务所", other, "苏州", ""),
        ("何苗", licence_no(), "别处律师事务所", code, "苏州", ""),
    ))  # fmt: skip
    assert (done.added, done.known) == (0, 1)
    assert _places(done) == [
        ("名单", 3, "执业证号", "lawyers.licence_taken"), ("名单", 4, "执业机构", "lawyers.at_another_firm"),
        ("名单", 5, "执业机构", "lawyers.firm_otherwise"),
    ]  # fmt: skip
    assert Lawyer.objects.get().name == "秦川"
    assert LawFirm.objects.get().name == FIRM
