from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0005_lake'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='consent_mode',
            field=models.CharField(
                choices=[
                    ('cookieless', 'Count, and keep nothing in the browser'),
                    ('required', 'Send nothing'),
                    ('granted', 'Know the browser again: consent is there already'),
                ],
                db_default='cookieless',
                default='cookieless',
                max_length=10,
            ),
        ),
    ]
