
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0009_message_by_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='lakestate',
            name='failing_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='LakeWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('verify', 'Verifying'), ('compact', 'Compacting')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('step', models.CharField(blank=True, default='', max_length=12)),
                ('done', models.IntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('faults', models.JSONField(default=list)),
                ('problem', models.TextField(blank=True, default='')),
                ('cancel_requested', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=40)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', '-id'], name='lakework_newest')],
            },
        ),
    ]
