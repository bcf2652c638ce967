import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('requests', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('certificate', models.TextField()),
                ('key_sealed', models.TextField()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Passed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.UUIDField(unique=True)),
                ('controller', models.CharField(max_length=40)),
                ('callbacks', models.JSONField(default=list)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='passed', to='requests.request')),
            ],
        ),
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000)),
                ('status', models.CharField(max_length=12)),
                ('due_at', models.DateTimeField(null=True)),
                ('attempts', models.SmallIntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, default='', max_length=400)),
                ('passed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='requests.passed')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False), ('told_at', None)), fields=['due_at'], name='callback_due')],
            },
        ),
    ]
