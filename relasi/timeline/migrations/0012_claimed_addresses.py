from django.db import migrations

# Who became known by an event of a page or an app: what came in that moment, nobody surely told.
CLAIM = """
UPDATE contacts_identity i SET is_claimed = true
FROM contacts_contact c
WHERE c.id = i.contact_id AND i.kind IN ('email', 'phone', 'external') AND NOT c.is_sample
AND c.source IN (SELECT name FROM timeline_source WHERE kind <> 'server')
AND EXISTS (
    SELECT FROM contacts_identity e WHERE e.contact_id = i.contact_id AND e.kind = 'external'
    AND e.created_at = i.created_at
)
AND NOT EXISTS (
    SELECT FROM contacts_importmade m WHERE m."table" = 'contacts_contact'
    AND i.contact_id BETWEEN m.first_id AND m.last_id
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0005_identity_is_claimed'),
        ('timeline', '0011_quarantine_for_a_time'),
    ]

    operations = [
        migrations.RunSQL(CLAIM, reverse_sql=migrations.RunSQL.noop),
    ]
