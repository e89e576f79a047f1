"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from jiefen.shared.append_only import AppendOnly


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        AppendOnly("audit_event"),
    ]
