"""Messages and notes are written once; the database itself refuses to change or delete them."""

from django.db import migrations

from jiefen.shared.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial")]

    operations = [AppendOnly("chat_message"), AppendOnly("chat_note")]
