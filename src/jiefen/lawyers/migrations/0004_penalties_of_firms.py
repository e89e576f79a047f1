import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lawyers", "0003_introductions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="penalty",
            name="authority",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="penalty",
            name="effect",
            field=models.CharField(default="show", max_length=4),
        ),
        migrations.AddField(
            model_name="penalty",
            name="evidence_key",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="penalty",
            name="evidence_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="penalty",
            name="firm",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="penalties", to="lawyers.lawfirm"
            ),
        ),
        migrations.AddField(
            model_name="penalty",
            name="recorded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="penalty",
            name="recorded_by_no",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="penalty",
            name="stopped_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="penalty",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="penalty",
            name="withdrawn_because",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="penalty",
            name="lawyer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="penalties", to="lawyers.lawyer"
            ),
        ),
        migrations.AddIndex(
            model_name="lawyer",
            index=models.Index(fields=["name"], name="lawyer_name"),
        ),
        migrations.AddConstraint(
            model_name="penalty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("firm__isnull", False), ("lawyer", None)),
                    models.Q(("firm", None), ("lawyer__isnull", False)),
                    _connector="OR",
                ),
                name="penalty_of_one",
            ),
        ),
    ]
