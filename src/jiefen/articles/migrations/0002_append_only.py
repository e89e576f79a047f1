"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from jiefen.shared.append_only import AppendOnly


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = [("articles", "0001_initial")]
    operations = [
        AppendOnly("articles_revision"),
        AppendOnly("articles_historynote"),
        AppendOnly("articles_grievanceentry"),
    ]
