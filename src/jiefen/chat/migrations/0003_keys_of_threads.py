"""A key for every conversation. The text columns themselves stay as they are: only what they hold changes (0004)."""

import django.db.models.deletion
from django.db import migrations, models

import jiefen.chat.sealing
import jiefen.shared.fields

THREAD_TEXT = jiefen.chat.sealing.ThreadText


class Migration(migrations.Migration):
    dependencies = [("chat", "0002_append_only")]

    operations = [
        migrations.AddField("thread", "forgotten_at", models.DateTimeField(null=True)),
        migrations.AddField("attachment", "under", models.CharField(blank=True, default="", max_length=16), preserve_default=False),
        migrations.CreateModel(
            name="ThreadKey",
            fields=[
                (
                    "thread",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+",
                        serialize=False, to="chat.thread",
                    ),
                ),
                ("name", models.CharField(max_length=16, unique=True)),
                ("wrapped", jiefen.shared.fields.EncryptedTextField()),
            ],
        ),
        # The tables are not touched: to alter a column SQLite would write them anew, without their triggers.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("message", "body", THREAD_TEXT(blank=True)),
                migrations.AlterField("message", "cited", THREAD_TEXT(blank=True)),
                migrations.AlterField("note", "body", THREAD_TEXT()),
                migrations.AlterField("attachment", "name", THREAD_TEXT()),
            ]
        ),
    ]  # fmt: skip
