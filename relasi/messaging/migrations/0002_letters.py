import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "service"), _negated=True),
                    ("campaign_id", None),
                    _connector="OR",
                ),
                name="no_campaign_goes_as_a_letter",
            ),
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("about", models.BigIntegerField()),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.delivery",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["kind", "about"], name="letters_about")]},
        ),
    ]
