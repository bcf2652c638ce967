import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0002_order_not_completed'),
        ('contacts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='WaitingOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor_id', models.BigIntegerField(db_index=True, null=True)),
                ('number', models.CharField(db_index=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('source', models.CharField(default='', max_length=40)),
                ('told', models.JSONField()),
                ('waits_since', models.DateTimeField()),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
            ],
        ),
    ]
