"""What somebody bought is read from indexes alone: their rows lie scattered over the tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commerce", "0003_waiting_orders")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="order_by_contact"),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["contact", "-placed_at"],
                include=["id", "status", "total_base", "returned_base"],
                name="order_by_contact",
            ),
        ),
        migrations.RemoveIndex(model_name="orderline", name="line_by_contact"),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                fields=["contact", "product"],
                include=["placed_at", "order", "quantity"],
                name="line_by_contact",
            ),
        ),
    ]
