import django.db.models.deletion
from django.db import migrations, models

# What a foreign key promises, asked once for a statement instead of once for a row.
# FOR KEY SHARE is the key's own lock: whoever deletes the person waits, and then sees the address.
CHECK = """
CREATE FUNCTION contacts_address_has_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing bigint;
BEGIN
    SELECT a.contact_id INTO missing
    FROM (SELECT DISTINCT contact_id FROM after) a
    LEFT JOIN LATERAL (
        SELECT c.id FROM contacts_contact c WHERE c.id = a.contact_id FOR KEY SHARE
    ) c ON true
    WHERE c.id IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING
            MESSAGE = format('There is no contact %s for the address to belong to.', missing),
            TABLE = 'contacts_identity', COLUMN = 'contact_id',
            CONSTRAINT = 'contacts_address_has_person';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION contacts_person_has_no_address() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
BEGIN
    -- An older snapshot would not see an address that came while this waited.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE feature_not_supported USING
            MESSAGE = 'Contacts are deleted in a READ COMMITTED transaction.';
    END IF;
    SELECT b.id INTO held FROM before b
    WHERE EXISTS (SELECT FROM contacts_identity i WHERE i.contact_id = b.id) LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING
            MESSAGE = format('Contact %s still has addresses.', held),
            TABLE = 'contacts_identity', COLUMN = 'contact_id',
            CONSTRAINT = 'contacts_address_has_person';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION contacts_person_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE foreign_key_violation USING
        MESSAGE = format('Contact %s keeps its id: addresses refer to it.', OLD.id),
        TABLE = 'contacts_contact', COLUMN = 'id', CONSTRAINT = 'contacts_address_has_person';
END $$;

CREATE FUNCTION contacts_no_address_is_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM contacts_identity) THEN
        RAISE foreign_key_violation USING
            MESSAGE = 'Contacts are emptied together with their addresses.',
            TABLE = 'contacts_identity', CONSTRAINT = 'contacts_address_has_person';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER contacts_addresses_come AFTER INSERT ON contacts_identity
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_address_has_person();
CREATE TRIGGER contacts_addresses_change AFTER UPDATE ON contacts_identity
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_address_has_person();
CREATE TRIGGER contacts_people_go AFTER DELETE ON contacts_contact
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_person_has_no_address();
CREATE TRIGGER contacts_ids_stay BEFORE UPDATE OF id ON contacts_contact
    FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id)
    EXECUTE FUNCTION contacts_person_keeps_id();
CREATE TRIGGER contacts_people_are_emptied AFTER TRUNCATE ON contacts_contact
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_no_address_is_left();
"""
LEAVE = """
DROP TRIGGER contacts_people_are_emptied ON contacts_contact;
DROP TRIGGER contacts_ids_stay ON contacts_contact;
DROP TRIGGER contacts_people_go ON contacts_contact;
DROP TRIGGER contacts_addresses_change ON contacts_identity;
DROP TRIGGER contacts_addresses_come ON contacts_identity;
DROP FUNCTION contacts_no_address_is_left();
DROP FUNCTION contacts_person_keeps_id();
DROP FUNCTION contacts_person_has_no_address();
DROP FUNCTION contacts_address_has_person();
"""
# A session takes ids of addresses by the hundred; those it does not use are never given out.
BY_THE_HUNDRED = "ALTER TABLE contacts_identity ALTER COLUMN id SET CACHE 100"
ONE_BY_ONE = "ALTER TABLE contacts_identity ALTER COLUMN id SET CACHE 1"


class Migration(migrations.Migration):

    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="identity",
            name="contact",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="identities",
                to="contacts.contact",
            ),
        ),
        migrations.RunSQL(CHECK, reverse_sql=LEAVE),
        migrations.RunSQL(BY_THE_HUNDRED, reverse_sql=ONE_BY_ONE),
    ]
