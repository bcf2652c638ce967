from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=60)),
                ('channel', models.CharField(max_length=12)),
                ('source', models.CharField(default='', max_length=40)),
                ('session', models.BigIntegerField(null=True)),
                ('url', models.TextField(default='')),
                ('product_id', models.BigIntegerField(null=True)),
                ('order_id', models.BigIntegerField(null=True)),
                ('campaign_id', models.BigIntegerField(null=True)),
                ('revenue', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('by_machine', models.BooleanField(default=False)),
                ('properties', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=80, null=True)),
                ('is_sample', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'timeline_event',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='EventKey',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            sql="""
            CREATE SEQUENCE timeline_event_id;
            CREATE TABLE timeline_event (
                id bigint NOT NULL DEFAULT nextval('timeline_event_id'),
                contact_id bigint NOT NULL,
                at timestamptz NOT NULL,
                name varchar(60) NOT NULL,
                channel varchar(12) NOT NULL,
                source varchar(40) NOT NULL DEFAULT '',
                session bigint,
                url text NOT NULL DEFAULT '',
                product_id bigint,
                order_id bigint,
                campaign_id bigint,
                revenue numeric(18, 2),
                by_machine boolean NOT NULL DEFAULT false,
                properties jsonb NOT NULL DEFAULT '{}',
                key varchar(80),
                is_sample boolean NOT NULL DEFAULT false,
                PRIMARY KEY (id, at)
            ) PARTITION BY RANGE (at);
            CREATE TABLE timeline_event_rest PARTITION OF timeline_event DEFAULT;
            CREATE UNIQUE INDEX one_event_per_key ON timeline_event (key, at) WHERE key IS NOT NULL;
            CREATE INDEX event_by_contact ON timeline_event (contact_id, at, id) INCLUDE (channel);
            CREATE INDEX event_by_name ON timeline_event (name, at);
            """,
            reverse_sql="DROP TABLE timeline_event; DROP SEQUENCE timeline_event_id;",
        ),
    ]
