"""Files that must be refused, or read with care, each with its code and a sentence."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from jiefen.ledger.imports import ImportRefused, hostile, parse, read_workbook
from tests.ledger.imports.sheets import Page, to_csv, to_xls, to_xlsx

ROWS = [["房号", "业主", "期间", "欠费"], ["1-1-101", "张三", "2024年", 12.5]]
GOOD = to_xlsx([Page("S", ROWS)])


def rewritten(change: dict[str, bytes], *, extra: dict[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return target.getvalue()


def refused(data: bytes, name: str = "欠费.xlsx") -> str:
    with pytest.raises(ImportRefused) as caught:
        parse(read_workbook(data, name))
    assert str(caught.value).endswith("。")
    return caught.value.code


def test_plainly_bad_files() -> None:
    assert refused(b"") == "import.file_empty"
    assert refused(b"PK\x03\x04" + b"x" * 500) == "import.file_corrupt"
    assert refused(GOOD[: len(GOOD) // 2]) == "import.file_corrupt"
    assert refused(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00") == "import.file_unknown"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000) == "import.file_corrupt"
    assert refused(b"<html><body>404</body></html>", "a.xls") == "import.file_unknown"
    assert refused(b"\n\n , ,\n", "a.csv") == "import.file_empty"


def test_password_protected_workbook() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    assert refused(head + "EncryptionInfo".encode("utf-16-le") + b"\x00" * 600) == "import.password_protected"


def test_password_protected_old_workbook() -> None:
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "房号")
    stream = book.get_biff_data()
    head = 4 + int.from_bytes(stream[2:4], "little")
    target = io.BytesIO()
    XlsDoc().save(target, stream[:head] + b"\x2f\x00\x06\x00" + b"\x00\x00\x59\xb3\x0a\x9a" + stream[head:])
    assert refused(target.getvalue(), "a.xls") == "import.password_protected"


def test_merged_cells_of_a_page_cannot_take_the_memory() -> None:
    wide = "<td rowspan=1000 colspan=1000>x</td>" * 3
    assert refused(f"<html><table><tr>{wide}</tr><tr><td>a</td></tr></table></html>".encode(), "a.xls") == (
        "import.too_many_cells"
    )


def test_a_long_narrow_sheet_is_not_taken_for_a_wide_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four columns of a million rows fit: the alphabet's other columns do not count."""
    monkeypatch.setattr(hostile, "MAX_CELLS", 4 * 2_000)
    rows = [ROWS[0], *([f"{n % 30 + 1}-1-{100 + n}", "张三", "2024年", 12.5] for n in range(1, 1_900))]
    assert parse(read_workbook(to_xlsx([Page("S", rows)]), "a.xlsx")).charge_rows == 1_899


def test_a_zip_that_is_not_a_workbook() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(target.getvalue()) == "import.file_unknown"


def test_too_large_is_refused_before_reading() -> None:
    with pytest.raises(hostile.FileTooLarge):
        read_workbook(GOOD, "a.xlsx", max_bytes=100)


def test_zip_bomb_is_counted_while_inflating(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "RATIO_FROM", 1_000_000)
    bomb = rewritten({}, extra={"xl/worksheets/sheet9.xml": b"<a>" + b" " * 20_000_000})
    assert refused(bomb) == "import.file_explosive"


def test_xml_entities_are_refused() -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><worksheet/>'
    assert refused(rewritten({"xl/worksheets/sheet1.xml": xml})) == "import.file_explosive"


def test_one_cell_far_away_does_not_take_the_memory() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(ROWS[0])
    sheet.cell(1_048_576, 900).value = 1
    target = io.BytesIO()
    book.save(target)
    assert refused(target.getvalue()) == "import.too_many_cells"


def test_hundred_thousand_empty_formatted_rows_are_nothing() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/worksheets/sheet1.xml")
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n) for n in range(3, 100_003))
    data = rewritten({"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", empty + b"</sheetData>")})
    parsed = parse(read_workbook(data, "a.xlsx"))
    assert parsed.outstanding_fen == 1250


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_text_longer_than_any_sheet_is_refused_before_it_takes_the_memory(end: str) -> None:
    text = to_csv([Page("S", ROWS)], "utf-8", ",").decode().replace("\r\n", "\n").replace("\n", end)
    long = text + f"3-101,王芳,1.00{end}" * hostile.MAX_ROWS
    with pytest.raises(hostile.TooManyCells, match=r"1,048,57[78] 行，超过了 1,048,576 行"):
        read_workbook(long.encode(), "a.csv")


def test_a_sheet_longer_than_spreadsheets_go_is_told_its_rows() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048577"><c r="A1048577"><v>1</v></c></row></sheetData>'
    with pytest.raises(hostile.TooManyCells, match="1,048,577 行"):
        read_workbook(rewritten({"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", far)}), "a.xlsx")


def test_a_million_blank_lines_of_text_are_nothing() -> None:
    text = to_csv([Page("S", ROWS)], "utf-8", ",").decode() + ",,,\n" * 1_000_000
    assert parse(read_workbook(text.encode(), "a.csv")).outstanding_fen == 1250


def test_macros_are_named_and_not_run() -> None:
    book = read_workbook(rewritten({}, extra={"xl/vbaProject.bin": b"x"}), "a.xlsm")
    assert "宏" in book.notices[0]
    assert parse(book).outstanding_fen == 1250


def test_extension_does_not_matter() -> None:
    assert parse(read_workbook(GOOD, "a.xls")).outstanding_fen == 1250
    assert parse(read_workbook(to_xls([Page("S", ROWS)]), "a.xlsx")).outstanding_fen == 1250
    assert parse(read_workbook(to_csv([Page("S", ROWS)]), "a.xls")).outstanding_fen == 1250


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("gb18030", "\t"), ("utf-8", ";"), ("utf-16", "\t")],
)
def test_text_encodings_and_separators(encoding: str, mark: str) -> None:
    assert parse(read_workbook(to_csv([Page("S", ROWS)], encoding, mark), "a.txt")).outstanding_fen == 1250


def test_html_named_xls_is_read_as_a_table() -> None:
    html = "<html><meta charset='gb2312'><table><tr><th>房号<th>业主</th><th>期间</th><th>欠费</th></tr><tr><td rowspan=2>1-1-101</td><td rowspan=2>张三</td><td>2024年</td><td>1,000.5</td></tr><tr><td>2023年</td><td>&nbsp;2</td></tr></table></html>"
    book = read_workbook(html.replace("<th>房号<th>", "<th>房号</th><th>").encode("gb18030"), "a.xls")
    parsed = parse(book)
    assert (len(parsed.premises), parsed.outstanding_fen, parsed.charge_rows) == (1, 100_250, 2)
    assert "网页" in book.notices[0]


def test_a_stray_quotation_mark_does_not_swallow_the_lines_after_it() -> None:
    head = "房号,业主,账期,欠费金额\n"
    for text in (
        '1-1-101,"王,2024-05,100\n1-1-102,李,2024-05,200\n',
        '1-1-101,"王,2024-05,100\n1-1-102,"李,2024-05,200\n',
    ):
        parsed = parse(read_workbook((head + text).encode(), "欠费.csv"))
        assert (len(parsed.premises), parsed.outstanding_fen) == (2, 30_000)


def test_a_line_break_inside_quotation_marks_stays_one_cell() -> None:
    text = '房号,业主,账期,欠费金额,备注\n1-1-101,王,2024-05,100,"电话不通\n改日上门"\n'
    parsed = parse(read_workbook(text.encode(), "欠费.csv"))
    assert (len(parsed.premises), parsed.outstanding_fen) == (1, 10_000)


def test_a_spreadsheet_of_2003_xml_is_named_for_what_it_is() -> None:
    data = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>'
    with pytest.raises(hostile.FileUnknown, match="XML 格式"):
        read_workbook(data, "欠费.xls")
