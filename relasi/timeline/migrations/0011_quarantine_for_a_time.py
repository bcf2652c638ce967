from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0010_lake_work'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='unread_days',
            field=models.PositiveSmallIntegerField(db_default=3, default=3),
        ),
        migrations.AddField(
            model_name='quarantined',
            name='keep_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='quarantined',
            index=models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='quarantine_by_end'),
        ),
    ]
