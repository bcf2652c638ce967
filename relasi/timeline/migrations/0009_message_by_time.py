import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0008_consent'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='at',
            field=models.DateTimeField(),
        ),
        migrations.AddIndex(
            model_name='message',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['at'], name='message_by_time', pages_per_range=32),
        ),
    ]
