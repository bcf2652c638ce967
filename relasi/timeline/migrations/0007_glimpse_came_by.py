from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0006_consent_mode'),
    ]

    operations = [
        migrations.AddField(
            model_name='glimpse',
            name='came_by',
            field=models.CharField(db_default='', default='', max_length=40),
        ),
    ]
