
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0007_glimpse_came_by'),
    ]

    operations = [
        migrations.CreateModel(
            name='DaySalt',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('salt', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='arrival',
            name='gpc',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='quarantined',
            name='gpc',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='glimpse',
            name='outcome',
            field=models.CharField(choices=[('received', 'Received'), ('refused', 'Refused'), ('stored', 'Stored'), ('withheld', 'Withheld'), ('repeated', 'Came before'), ('quarantined', 'In quarantine')], max_length=12),
        ),
        migrations.AlterField(
            model_name='intake',
            name='outcome',
            field=models.CharField(choices=[('received', 'Received'), ('refused', 'Refused'), ('stored', 'Stored'), ('withheld', 'Withheld'), ('repeated', 'Came before'), ('quarantined', 'In quarantine')], max_length=12),
        ),
        migrations.AlterField(
            model_name='source',
            name='consent_mode',
            field=models.CharField(choices=[('cookieless', 'Count visits, know nobody'), ('required', 'Keep nothing'), ('granted', 'Take it as agreed: the site asks, or need not')], db_default='cookieless', default='cookieless', max_length=10),
        ),
    ]
