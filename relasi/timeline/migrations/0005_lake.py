from django.db import migrations, models

# Which transaction told an event, or told it anew. On a database restored into another cluster
# transactions count from a low number again: the offset then keeps them above those before.
FUNCTIONS = """
CREATE FUNCTION timeline_change() RETURNS bigint LANGUAGE sql STABLE
    AS 'SELECT pg_current_xact_id()::text::bigint + 0';
CREATE FUNCTION timeline_settled() RETURNS bigint LANGUAGE sql STABLE
    AS 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 0';
"""
# A BRIN index costs an insert next to nothing, and finds what is new: that lies at the end.
COLUMN = """
ALTER TABLE timeline_event ADD COLUMN changed_in bigint NOT NULL DEFAULT timeline_change();
CREATE INDEX event_by_change ON timeline_event USING brin (changed_in)
    WITH (pages_per_range = 32, autosummarize = on);
ALTER TABLE timeline_lakenote ALTER COLUMN changed_in SET DEFAULT timeline_change();
"""
# Statements that name the timeline are noted; moving rows into their month, or letting go of a
# month, names a partition and is not.
TRIGGERS = """
CREATE FUNCTION timeline_note_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO timeline_lakenote (event_id, at, profile_id)
    SELECT id, at, contact_id FROM gone;
    RETURN NULL;
END $$;
CREATE FUNCTION timeline_changed_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := timeline_change();
    RETURN NEW;
END $$;
CREATE TRIGGER lake_hears_of_deleted AFTER DELETE ON timeline_event
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION timeline_note_gone();
CREATE TRIGGER lake_hears_of_changed AFTER UPDATE ON timeline_event
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION timeline_note_gone();
CREATE TRIGGER changed_in_is_true BEFORE UPDATE ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_changed_now();
"""
NO_TRIGGERS = """
DROP TRIGGER lake_hears_of_deleted ON timeline_event;
DROP TRIGGER lake_hears_of_changed ON timeline_event;
DROP TRIGGER changed_in_is_true ON timeline_event;
DROP FUNCTION timeline_note_gone();
DROP FUNCTION timeline_changed_now();
"""
COLUMNS = """e.at, e.name, e.channel,
    e.source, e.session, e.url, e.product_id, e.order_id, e.campaign_id, e.revenue, e.by_machine,
    e.properties, e.key, e.is_sample"""
# Who was joined with another is read as they are.
VIEW = f"""
CREATE OR REPLACE VIEW timeline_event_of_people AS
SELECT e.id, coalesce(v.contact_id, a.contact_id, e.contact_id) AS contact_id, {COLUMNS}
FROM timeline_event e
LEFT JOIN timeline_visitor v ON v.id = e.contact_id
LEFT JOIN timeline_alias a ON a.profile_id = e.contact_id
WHERE v.id IS NULL OR v.contact_id IS NOT NULL
"""
VIEW_BEFORE = f"""
CREATE OR REPLACE VIEW timeline_event_of_people AS
SELECT e.id, coalesce(v.contact_id, e.contact_id) AS contact_id, {COLUMNS}
FROM timeline_event e LEFT JOIN timeline_visitor v ON v.id = e.contact_id
WHERE v.id IS NULL OR v.contact_id IS NOT NULL
"""
BY_CONTACT_BEFORE = """
CREATE OR REPLACE VIEW timeline_event_by_contact AS
SELECT contact_id, id, at FROM timeline_event
UNION ALL
SELECT v.contact_id, e.id, e.at
FROM timeline_visitor v JOIN timeline_event e ON e.contact_id = v.id
WHERE v.contact_id IS NOT NULL
"""
BY_CONTACT = BY_CONTACT_BEFORE + """UNION ALL
SELECT a.contact_id, e.id, e.at FROM timeline_alias a JOIN timeline_event e
ON e.contact_id = a.profile_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0004_sessions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('profile_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('contact_id', models.BigIntegerField(db_index=True)),
            ],
        ),
        # Going back, the events of those who were joined become the other's own.
        migrations.RunSQL(
            migrations.RunSQL.noop,
            reverse_sql="UPDATE timeline_event e SET contact_id = a.contact_id"
            " FROM timeline_alias a WHERE a.profile_id = e.contact_id",
        ),
        migrations.CreateModel(
            name='LakeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.BigIntegerField(null=True)),
                ('profile_id', models.BigIntegerField(db_index=True, null=True)),
                ('key', models.CharField(max_length=80, null=True)),
                ('at', models.DateTimeField(null=True)),
                ('changed_in', models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='LakeState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hot_since', models.DateTimeField(null=True)),
                ('until', models.BigIntegerField(default=0)),
                ('moved_at', models.DateTimeField(null=True)),
                ('added', models.BigIntegerField(default=0)),
                ('removed', models.BigIntegerField(default=0)),
                ('to_clean', models.BooleanField(default=False)),
                ('cleaned_at', models.DateTimeField(null=True)),
                ('cleaned_in', models.FloatField(default=0)),
                ('problem', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='OlderCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('profile_id', models.BigIntegerField()),
                ('channel', models.CharField(max_length=12)),
                ('events', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('profile_id', 'channel'), name='one_older_count_per_channel')],
            },
        ),
        migrations.RunSQL(
            FUNCTIONS, reverse_sql="DROP FUNCTION timeline_change(); DROP FUNCTION timeline_settled()"
        ),
        migrations.RunSQL(
            COLUMN,
            reverse_sql="ALTER TABLE timeline_lakenote ALTER COLUMN changed_in DROP DEFAULT;"
            " ALTER TABLE timeline_event DROP COLUMN changed_in",
        ),
        migrations.RunSQL(TRIGGERS, reverse_sql=NO_TRIGGERS),
        migrations.RunSQL(VIEW, reverse_sql=VIEW_BEFORE),
        migrations.RunSQL(BY_CONTACT, reverse_sql=BY_CONTACT_BEFORE),
    ]
