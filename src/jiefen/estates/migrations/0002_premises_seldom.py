"""An index over the few premises that are to be treated apart: the night asks for them among all of an organisation."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("estates", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="premises",
            index=models.Index(
                condition=models.Q(
                    ("do_not_contact", True),
                    ("is_delivered", False),
                    ("withdrawn_at__isnull", False),
                    ("owner_name__exact", ""),
                    _connector="OR",
                ),
                fields=["organisation"],
                name="premises_seldom",
            ),
        ),
    ]
