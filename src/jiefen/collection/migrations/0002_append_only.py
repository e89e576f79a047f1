"""Evidence of contacts: the database itself refuses to change or delete these rows."""

from django.db import migrations

from jiefen.shared.append_only import AppendOnly


class Migration(migrations.Migration):
    """Append-only triggers."""

    dependencies = [("collection", "0001_initial")]
    operations = [
        AppendOnly("collection_contactattempt"),
        AppendOnly("collection_conversation"),
        AppendOnly("collection_conversationobstacle"),
        AppendOnly("collection_attachment"),
    ]
