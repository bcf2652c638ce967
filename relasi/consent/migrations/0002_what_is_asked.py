from django.db import migrations, models

# What was stated stays stated: only the word for one purpose is another now.
# A row that is changed twice has its references looked at when the transaction ends, and until then
# no constraint can be added to its table: they are looked at at once.
FORWARDS = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE consent_consent DISABLE TRIGGER consent_is_append_only;
UPDATE consent_consent SET stated_for = contact_id,
    purpose = CASE purpose WHEN 'profiling' THEN 'personalise' ELSE purpose END;
UPDATE consent_permission SET purpose = 'personalise' WHERE purpose = 'profiling';
CREATE FUNCTION consent_seal(said consent_consent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        said.id, said.stated_for, said.channel, said.purpose, said.granted,
        extract(epoch FROM said.stated_at), said.source, said.wording, said.proof,
        said.recorded_by, extract(epoch FROM said.recorded_at)
    )::text, 'UTF8')), 'hex')
$$;
UPDATE consent_consent c SET seal = consent_seal(c);
ALTER TABLE consent_consent ENABLE TRIGGER consent_is_append_only;
CREATE FUNCTION consent_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stated_for := NEW.contact_id;
    NEW.seal := consent_seal(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER consent_is_sealed BEFORE INSERT ON consent_consent
    FOR EACH ROW EXECUTE FUNCTION consent_is_sealed();
"""
BACKWARDS = """
SET CONSTRAINTS ALL IMMEDIATE;
DROP TRIGGER consent_is_sealed ON consent_consent;
DROP FUNCTION consent_is_sealed();
DROP FUNCTION consent_seal(consent_consent);
ALTER TABLE consent_consent DISABLE TRIGGER consent_is_append_only;
DELETE FROM consent_permission WHERE channel IN ('web', 'data');
DELETE FROM consent_consent WHERE channel IN ('web', 'data');
UPDATE consent_permission SET purpose = 'profiling' WHERE purpose = 'personalise';
UPDATE consent_consent SET purpose = 'profiling' WHERE purpose = 'personalise';
ALTER TABLE consent_consent ENABLE TRIGGER consent_is_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="seal",
            field=models.CharField(db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="consent",
            name="stated_for",
            field=models.BigIntegerField(db_default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="consent",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("sms", "SMS"),
                    ("whatsapp", "WhatsApp"),
                    ("push", "Web push"),
                    ("phone", "Phone"),
                    ("web", "Web site and apps"),
                    ("data", "Their data"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("marketing", "Offers and news"),
                    ("personalise", "Personalisation"),
                    ("collect", "Measuring visits"),
                    ("profile", "Knowing who visits"),
                    ("export", "Passing on to others"),
                    ("training", "Training of models"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="permission",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("sms", "SMS"),
                    ("whatsapp", "WhatsApp"),
                    ("push", "Web push"),
                    ("phone", "Phone"),
                    ("web", "Web site and apps"),
                    ("data", "Their data"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="permission",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("marketing", "Offers and news"),
                    ("personalise", "Personalisation"),
                    ("collect", "Measuring visits"),
                    ("profile", "Knowing who visits"),
                    ("export", "Passing on to others"),
                    ("training", "Training of models"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunSQL(FORWARDS, reverse_sql=BACKWARDS),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "email"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(("channel", "sms"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(
                        ("channel", "whatsapp"), ("purpose__in", ("marketing", "personalise"))
                    ),
                    models.Q(("channel", "push"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(("channel", "phone"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(
                        ("channel", "web"), ("purpose__in", ("collect", "profile", "personalise"))
                    ),
                    models.Q(("channel", "data"), ("purpose__in", ("export", "training"))),
                    _connector="OR",
                ),
                name="a_statement_is_about_what_is_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="permission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "email"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(("channel", "sms"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(
                        ("channel", "whatsapp"), ("purpose__in", ("marketing", "personalise"))
                    ),
                    models.Q(("channel", "push"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(("channel", "phone"), ("purpose__in", ("marketing", "personalise"))),
                    models.Q(
                        ("channel", "web"), ("purpose__in", ("collect", "profile", "personalise"))
                    ),
                    models.Q(("channel", "data"), ("purpose__in", ("export", "training"))),
                    _connector="OR",
                ),
                name="a_permission_is_for_what_is_asked",
            ),
        ),
    ]
