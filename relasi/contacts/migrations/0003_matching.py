"""People who are probably the same: models, searches, pairs and decisions."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Who was taken apart before pairs were proposed is not proposed for what they were then.
TAKEN_APART = """
INSERT INTO contacts_matchproposal (a_id, b_id, weight, probability, parts, state, proposed_at,
    decided_at, decided_by)
SELECT DISTINCT ON (least(kept_id, lost_id), greatest(kept_id, lost_id))
    least(kept_id, lost_id), greatest(kept_id, lost_id), 0, 0, '{}'::jsonb, 'rejected',
    undone_at, undone_at, undone_by
FROM contacts_merge WHERE undone_at IS NOT NULL AND kept_id <> lost_id
ORDER BY least(kept_id, lost_id), greatest(kept_id, lost_id), undone_at DESC
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0002_addresses_checked_together'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', models.JSONField()),
                ('people', models.IntegerField()),
                ('digest', models.CharField(max_length=32)),
                ('trained_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='MatchSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('propose_from', models.FloatField()),
                ('join_from', models.FloatField(null=True)),
                ('most_joined', models.IntegerField()),
                ('updated_at', models.DateTimeField()),
                ('updated_by', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='MatchSweep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepts', models.BooleanField()),
                ('query', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('proposed', 'To be looked at'), ('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='proposed', max_length=10)),
                ('total', models.IntegerField(default=0)),
                ('decided', models.IntegerField(default=0)),
                ('passed_over', models.IntegerField(default=0)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='MatchEntry',
            fields=[
                ('contact_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('version', models.IntegerField()),
                ('print', models.BigIntegerField()),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='matchentry_keys')],
            },
        ),
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('everybody', 'Everybody'), ('newcomers', 'New and changed people')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('step', models.CharField(blank=True, choices=[('reading', 'Reading people'), ('learning', 'Learning what tells people apart'), ('comparing', 'Comparing pairs'), ('writing', 'Writing proposals'), ('joining', 'Joining who is certain')], default='', max_length=10)),
                ('since', models.DateTimeField(null=True)),
                ('people', models.IntegerField(default=0)),
                ('pairs', models.BigIntegerField(default=0)),
                ('proposed', models.IntegerField(default=0)),
                ('joined', models.IntegerField(default=0)),
                ('problem', models.TextField(blank=True, default='')),
                ('cancel_requested', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=40)),
                ('finished_at', models.DateTimeField(null=True)),
                ('model', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.matchmodel')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.importrun')),
            ],
        ),
        migrations.CreateModel(
            name='MatchProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('a_id', models.BigIntegerField()),
                ('b_id', models.BigIntegerField()),
                ('a_print', models.BigIntegerField(null=True)),
                ('b_print', models.BigIntegerField(null=True)),
                ('weight', models.FloatField()),
                ('probability', models.FloatField()),
                ('parts', models.JSONField()),
                ('state', models.CharField(choices=[('open', 'To be looked at'), ('accepted', 'Joined'), ('automatic', 'Joined by itself'), ('rejected', 'Two people'), ('outdated', 'No longer alike')], default='open', max_length=10)),
                ('merge_id', models.BigIntegerField(null=True)),
                ('proposed_at', models.DateTimeField()),
                ('later_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=40)),
                ('model', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.matchmodel')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.matchrun')),
                ('sweep', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contacts.matchsweep')),
            ],
        ),
        migrations.CreateModel(
            name='MatchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trait', models.CharField(max_length=10)),
                ('term', models.BigIntegerField()),
                ('share', models.FloatField()),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.matchmodel')),
            ],
        ),
        migrations.AddIndex(
            model_name='matchrun',
            index=models.Index(fields=['-asked_at', '-id'], name='matchrun_newest'),
        ),
        migrations.AddIndex(
            model_name='matchproposal',
            index=models.Index(fields=['b_id'], name='proposal_by_b'),
        ),
        migrations.AddIndex(
            model_name='matchproposal',
            index=models.Index(fields=['state', '-probability', 'id'], name='proposal_queue'),
        ),
        migrations.AddIndex(
            model_name='matchproposal',
            index=models.Index(condition=models.Q(('decided_by', ''), _negated=True), fields=['decided_by', '-decided_at'], name='proposal_decided'),
        ),
        migrations.AddIndex(
            model_name='matchproposal',
            index=models.Index(condition=models.Q(('merge_id', None), _negated=True), fields=['merge_id'], name='proposal_merge'),
        ),
        migrations.AddConstraint(
            model_name='matchproposal',
            constraint=models.UniqueConstraint(fields=('a_id', 'b_id'), name='one_proposal_per_pair'),
        ),
        migrations.AddConstraint(
            model_name='matchproposal',
            constraint=models.CheckConstraint(condition=models.Q(('a_id__lt', models.F('b_id'))), name='a_pair_has_an_order'),
        ),
        migrations.RunSQL(TAKEN_APART, migrations.RunSQL.noop),
    ]
