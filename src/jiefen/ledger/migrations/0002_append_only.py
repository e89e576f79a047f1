"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from jiefen.shared.append_only import AppendOnly


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        AppendOnly("ledger_charge"),
        AppendOnly("ledger_payment"),
        AppendOnly("ledger_allocation"),
        AppendOnly("ledger_waiver"),
        AppendOnly("ledger_writeoff"),
        AppendOnly("ledger_statedlatecharge"),
        AppendOnly("ledger_limitationevent"),
        AppendOnly("ledger_limitationcover"),
    ]
