"""Any arrears spreadsheet → exact ledger lines. Pure: no Django, no clock, no database.

workbook = read_workbook(path_or_bytes, "欠费.xlsx")   # raises ImportRefused with code and sentence
plans = infer(workbook)                                 # list[SheetPlan], JSON both ways
parsed = parse(workbook, plans, today=today)            # Parsed
"""

from jiefen.ledger.imports.generic import parse_repair_tickets, parse_service_records
from jiefen.ledger.imports.generic_rows import PaymentRow, ServiceRow, TicketRow
from jiefen.ledger.imports.hostile import ImportRefused
from jiefen.ledger.imports.parse import infer, parse
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.problem_workbook import problem_workbook
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Workbook, read_workbook
from jiefen.ledger.imports.receipts import parse_payments
from jiefen.ledger.imports.result import Line, Parsed, Premises, SideAmount, StatedTotal
from jiefen.ledger.imports.rooms import RoomKey, parse_room

__all__ = [
    "ColumnPlan",
    "ImportRefused",
    "Line",
    "Parsed",
    "PaymentRow",
    "Premises",
    "Problem",
    "RoomKey",
    "ServiceRow",
    "SheetPlan",
    "SideAmount",
    "StatedTotal",
    "TicketRow",
    "Workbook",
    "infer",
    "parse",
    "parse_payments",
    "parse_repair_tickets",
    "parse_room",
    "parse_service_records",
    "problem_workbook",
    "read_workbook",
]
