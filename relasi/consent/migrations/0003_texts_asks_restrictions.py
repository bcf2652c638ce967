import django.db.models.deletion
from django.db import migrations, models

CHANNELS = [
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("whatsapp", "WhatsApp"),
    ("push", "Web push"),
    ("phone", "Phone"),
    ("web", "Web site and apps"),
    ("data", "Their data"),
]
PURPOSES = [
    ("marketing", "Offers and news"),
    ("personalise", "Personalisation"),
    ("collect", "Measuring visits"),
    ("profile", "Knowing who visits"),
    ("export", "Passing on to others"),
    ("training", "Training of models"),
]
WRITTEN = ("marketing", "personalise")
# A statement that names a text is sealed together with the text's own seal; the seals of those
# that name none stay what they are.
FORWARDS = """
CREATE FUNCTION consent_text_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published text of consent is never changed or deleted.';
END $$;
CREATE TRIGGER consent_text_is_append_only BEFORE UPDATE OR DELETE ON consent_text
    FOR EACH ROW EXECUTE FUNCTION consent_text_is_append_only();
CREATE FUNCTION consent_text_seal(said consent_text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        said.id, said.channel, said.purpose, said.language, said.version, said.words,
        extract(epoch FROM said.published_at), said.published_by
    )::text, 'UTF8')), 'hex')
$$;
CREATE FUNCTION consent_text_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.seal := consent_text_seal(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER consent_text_is_sealed BEFORE INSERT ON consent_text
    FOR EACH ROW EXECUTE FUNCTION consent_text_is_sealed();
CREATE OR REPLACE FUNCTION consent_seal(said consent_consent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to((jsonb_build_array(
        said.id, said.stated_for, said.channel, said.purpose, said.granted,
        extract(epoch FROM said.stated_at), said.source, said.wording, said.proof,
        said.recorded_by, extract(epoch FROM said.recorded_at)
    ) || CASE WHEN said.text_id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(
        said.text_id, (SELECT t.seal FROM consent_text t WHERE t.id = said.text_id)
    ) END)::text, 'UTF8')), 'hex')
$$;
CREATE VIEW consent_restricted AS
    SELECT contact_id, restricted_at FROM consent_restriction WHERE lifted_at IS NULL;
"""
BACKWARDS = """
SET CONSTRAINTS ALL IMMEDIATE;
DROP VIEW consent_restricted;
CREATE OR REPLACE FUNCTION consent_seal(said consent_consent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        said.id, said.stated_for, said.channel, said.purpose, said.granted,
        extract(epoch FROM said.stated_at), said.source, said.wording, said.proof,
        said.recorded_by, extract(epoch FROM said.recorded_at)
    )::text, 'UTF8')), 'hex')
$$;
ALTER TABLE consent_consent DISABLE TRIGGER consent_is_append_only;
UPDATE consent_consent c SET wording = t.words FROM consent_text t
    WHERE t.id = c.text_id AND c.wording = '';
UPDATE consent_consent c SET text_id = NULL, seal = consent_seal(c) WHERE text_id IS NOT NULL;
ALTER TABLE consent_consent ENABLE TRIGGER consent_is_append_only;
DROP TRIGGER consent_text_is_sealed ON consent_text;
DROP FUNCTION consent_text_is_sealed();
DROP FUNCTION consent_text_seal(consent_text);
DROP TRIGGER consent_text_is_append_only ON consent_text;
DROP FUNCTION consent_text_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
        ("consent", "0002_what_is_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(choices=CHANNELS, max_length=10)),
                ("purpose", models.CharField(choices=PURPOSES, max_length=12)),
                ("language", models.CharField(max_length=2)),
                ("version", models.IntegerField()),
                ("words", models.TextField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=40)),
                ("seal", models.CharField(db_default="", editable=False, max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "email"), ("purpose__in", WRITTEN)),
                            models.Q(("channel", "sms"), ("purpose__in", WRITTEN)),
                            models.Q(("channel", "whatsapp"), ("purpose__in", WRITTEN)),
                            models.Q(("channel", "push"), ("purpose__in", WRITTEN)),
                            models.Q(("channel", "phone"), ("purpose__in", WRITTEN)),
                            models.Q(
                                ("channel", "web"),
                                ("purpose__in", ("collect", "profile", "personalise")),
                            ),
                            models.Q(("channel", "data"), ("purpose__in", ("export", "training"))),
                            _connector="OR",
                        ),
                        name="a_text_is_about_what_is_asked",
                    ),
                    models.UniqueConstraint(
                        fields=("channel", "purpose", "language", "version"),
                        name="one_text_per_version",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="text",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consent.text",
            ),
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=320)),
                ("about", models.JSONField()),
                ("language", models.CharField(max_length=2)),
                ("source", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=40)),
                ("expires_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("taken_back", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["address", "asked_at"], name="asks_of_an_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("restricted_at", models.DateTimeField()),
                ("restricted_by", models.CharField(max_length=40)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(default="", max_length=40)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)),
                        fields=["contact"],
                        name="restriction_that_stands",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("most_a_week", models.SmallIntegerField(null=True)),
                ("stated_at", models.DateTimeField()),
                ("source", models.CharField(max_length=80)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["contact", "-stated_at"], name="newest_wish")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most_a_week__range", (1, 7))),
                        name="a_wish_is_for_some",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, reverse_sql=BACKWARDS),
    ]
