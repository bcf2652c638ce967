from django.db import migrations, models
import django.db.models.deletion

OUTCOMES = [('received', 'Received'), ('refused', 'Refused'), ('stored', 'Stored'), ('withheld', 'Withheld'), ('omitted', 'Left out'), ('repeated', 'Came before'), ('quarantined', 'In quarantine'), ('unused', 'Id not used')]
DOINGS = [('allow', 'Store it, and count it'), ('omit', 'Leave it out, and count it'), ('quarantine', 'Quarantine the event')]
PROBLEMS = [('event', 'The event is not planned'), ('property', 'The property is not planned'), ('value', 'The value is none of the planned'), ('missing', 'A required property is missing')]


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0013_unused_ids'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanDeviation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.IntegerField()),
                ('day', models.DateField()),
                ('event', models.CharField(max_length=60)),
                ('property', models.CharField(default='', max_length=80)),
                ('problem', models.CharField(choices=PROBLEMS, max_length=8)),
                ('done', models.CharField(choices=DOINGS, max_length=10)),
                ('events', models.BigIntegerField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'timeline_plan_deviation',
                'indexes': [models.Index(fields=['day'], name='deviation_by_day')],
                'constraints': [models.UniqueConstraint(fields=('source_id', 'day', 'event', 'property', 'problem', 'done'), name='one_deviation_per_day')],
            },
        ),
        migrations.CreateModel(
            name='PlanSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.IntegerField()),
                ('event', models.CharField(max_length=60)),
                ('property', models.CharField(default='', max_length=80)),
                ('kind', models.CharField(default='', max_length=8)),
                ('events', models.BigIntegerField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'timeline_plan_seen',
                'constraints': [models.UniqueConstraint(fields=('source_id', 'event', 'property', 'kind'), name='one_count_per_name')],
            },
        ),
        migrations.CreateModel(
            name='TrackingPlan',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='timeline.source')),
                ('document', models.JSONField(default=dict)),
                ('unplanned_event', models.CharField(choices=DOINGS, default='allow', max_length=10)),
                ('unplanned_property', models.CharField(choices=DOINGS, default='allow', max_length=10)),
                ('wrong_value', models.CharField(choices=DOINGS, default='allow', max_length=10)),
                ('learning', models.PositiveIntegerField(default=0)),
                ('learning_since', models.DateTimeField(null=True)),
                ('kept_since', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'timeline_plan',
            },
        ),
        migrations.AlterField(
            model_name='glimpse',
            name='outcome',
            field=models.CharField(choices=OUTCOMES, max_length=12),
        ),
        migrations.AlterField(
            model_name='intake',
            name='outcome',
            field=models.CharField(choices=OUTCOMES, max_length=12),
        ),
    ]
