"""The clock's events are append-only in the database itself."""

from django.db import migrations

from jiefen.shared.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [AppendOnly("consultations_questionevent")]
