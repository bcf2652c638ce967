from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0004_erasedaddress'),
    ]

    operations = [
        migrations.AddField(
            model_name='identity',
            name='is_claimed',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
