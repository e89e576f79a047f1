"""Proposals move into one packed row a building. They are derived: the next night, minutes away, writes them anew."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def plan_again(apps: Any, schema_editor: Any) -> None:
    """No night counts as finished any more, so that the list does not wait for the old proposals."""
    apps.get_model("collection", "NightRun").objects.update(state="running", cursor=0, counts={})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("collection", "0002_append_only"),
        ("estates", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BuildingProposals",
            fields=[
                (
                    "building",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="proposals",
                        serialize=False,
                        to="estates.building",
                    ),
                ),
                ("proposals", models.IntegerField()),
                ("top_score", models.IntegerField()),
                ("top_premises", models.BigIntegerField()),
                ("first_premises", models.BigIntegerField()),
                ("last_premises", models.BigIntegerField()),
                ("packed", models.BinaryField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "-top_score", "top_premises"],
                        name="proposals_organisation",
                    ),
                    models.Index(
                        fields=["organisation", "first_premises", "last_premises"],
                        name="proposals_between",
                    ),
                ],
            },
        ),
        migrations.DeleteModel(name="Proposal"),
        migrations.RunPython(plan_again, migrations.RunPython.noop),
    ]
