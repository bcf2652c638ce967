from django.db import migrations, models

# Every visit; `contact_id` says whose it is read as, a visitor's number where nobody is known.
VIEW = """
CREATE VIEW timeline_session_of_anybody AS
SELECT s.id, coalesce(v.contact_id, s.contact_id) AS contact_id, s.visitor_id, s.source_id,
    s.started_at, s.last_at, s.landing, s.referrer, s.source, s.medium, s.campaign, s.term,
    s.content, s.click_kind, s.channel, s.device, s.browser, s.system, s.country, s.region,
    s.city, s.events, s.pages, s.is_machine, s.is_sample,
    v.id IS NULL OR v.contact_id IS NOT NULL AS is_known
FROM timeline_session s LEFT JOIN timeline_visitor v ON v.id = s.contact_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0003_events_of_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact_id', models.BigIntegerField()),
                ('visitor_id', models.BigIntegerField(null=True)),
                ('source_id', models.IntegerField()),
                ('started_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('landed_at', models.DateTimeField(null=True)),
                ('landing', models.TextField(db_default='', default='')),
                ('referrer', models.CharField(db_default='', default='', max_length=270)),
                ('source', models.CharField(max_length=40)),
                ('medium', models.CharField(db_default='', default='', max_length=40)),
                ('campaign', models.CharField(db_default='', default='', max_length=100)),
                ('term', models.CharField(db_default='', default='', max_length=100)),
                ('content', models.CharField(db_default='', default='', max_length=100)),
                ('click_kind', models.CharField(db_default='', default='', max_length=20)),
                ('click_id', models.CharField(db_default='', default='', max_length=200)),
                ('mark', models.BigIntegerField(db_default=0, default=0)),
                ('channel', models.CharField(max_length=20)),
                ('device', models.CharField(choices=[('mobile', 'Mobile'), ('tablet', 'Tablet'), ('desktop', 'Desktop'), ('tv', 'TV'), ('console', 'Console'), ('other', 'Other')], max_length=8)),
                ('browser', models.CharField(db_default='', default='', max_length=40)),
                ('system', models.CharField(db_default='', default='', max_length=40)),
                ('country', models.CharField(max_length=2, null=True)),
                ('region', models.CharField(max_length=80, null=True)),
                ('city', models.CharField(max_length=80, null=True)),
                ('events', models.IntegerField(db_default=0, default=0)),
                ('pages', models.IntegerField(db_default=0, default=0)),
                ('is_machine', models.BooleanField(db_default=False, default=False)),
                ('is_sample', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['visitor_id', 'started_at'], name='session_by_visitor'),
                    models.Index(fields=['contact_id', 'started_at'], name='session_by_contact'),
                    models.Index(fields=['started_at'], name='session_by_start'),
                ],
            },
        ),
        # The newest rows are changed with each event: their next versions fit beside them.
        migrations.RunSQL(
            "ALTER TABLE timeline_session SET (fillfactor = 50)",
            reverse_sql="ALTER TABLE timeline_session RESET (fillfactor)",
        ),
        migrations.RunSQL(VIEW, reverse_sql="DROP VIEW timeline_session_of_anybody"),
    ]
