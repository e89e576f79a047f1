import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("consultations", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("areas", models.JSONField(default=list)),
                ("suggested", models.CharField(max_length=20)),
                ("model_version", models.CharField(max_length=40)),
                ("by_no", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consultations.question"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LearningConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wording", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consultations.question"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["withdrawn_at", "given_at"], name="area_consent_open")],
            },
        ),
    ]
