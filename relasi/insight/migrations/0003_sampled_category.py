from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("insight", "0002_purchasechange"),
    ]

    operations = [
        migrations.CreateModel(
            name="SampledCategory",
            fields=[
                ("pk", models.CompositePrimaryKey("contact_id", "category", blank=True, editable=False, primary_key=True, serialize=False)),
                ("contact_id", models.BigIntegerField()),
                ("category", models.BigIntegerField()),
                ("last_order_at", models.DateTimeField()),
                ("orders", models.IntegerField()),
                ("revenue", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
        ),
        migrations.AddField(
            model_name="scorerun",
            name="sampled_every",
            field=models.IntegerField(default=0),
        ),
    ]
