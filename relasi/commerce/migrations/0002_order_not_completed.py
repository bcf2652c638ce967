from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commerce", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status", "completed"), _negated=True),
                fields=["id"],
                name="order_not_completed",
            ),
        ),
    ]
