"""Removing the sample company: exactly its rows, and what hangs on them."""

from django.db import connection, transaction

# In the order in which rows point to one another. A company, tag or field of the sample that
# somebody uses for their own people stays, and is theirs from then on.
REMOVE = """
DELETE FROM contacts_mention m USING contacts_note n, contacts_contact c
 WHERE m.note_id = n.id AND n.contact_id = c.id AND c.is_sample;
DELETE FROM contacts_note n USING contacts_contact c WHERE n.contact_id = c.id AND c.is_sample;
DELETE FROM contacts_contacttag t USING contacts_contact c
 WHERE t.contact_id = c.id AND c.is_sample;
DELETE FROM contacts_bulkchangerow r USING contacts_contact c
 WHERE r.contact_id = c.id AND c.is_sample;
DELETE FROM contacts_mergedrow r USING contacts_merge m, contacts_contact c
 WHERE r.merge_id = m.id AND m.kept_id = c.id AND c.is_sample;
DELETE FROM contacts_merge m USING contacts_contact c WHERE m.kept_id = c.id AND c.is_sample;
DELETE FROM contacts_matchproposal p USING contacts_contact c
 WHERE c.id IN (p.a_id, p.b_id) AND c.is_sample;
DELETE FROM contacts_matchentry e USING contacts_contact c
 WHERE e.contact_id = c.id AND c.is_sample;
DELETE FROM contacts_identity i USING contacts_contact c
 WHERE i.contact_id = c.id AND c.is_sample;
DELETE FROM contacts_contact WHERE is_sample;
DELETE FROM contacts_company co WHERE is_sample
   AND NOT EXISTS (SELECT 1 FROM contacts_contact c WHERE c.company_id = co.id);
DELETE FROM contacts_tag t WHERE is_sample
   AND NOT EXISTS (SELECT 1 FROM contacts_contacttag ct WHERE ct.tag_id = t.id);
DELETE FROM contacts_customfield f WHERE is_sample
   AND NOT EXISTS (SELECT 1 FROM contacts_contact c WHERE f.of = 'contact' AND c.fields ? f.key)
   AND NOT EXISTS (SELECT 1 FROM contacts_company c WHERE f.of = 'company' AND c.fields ? f.key);
UPDATE contacts_company SET is_sample = FALSE WHERE is_sample;
UPDATE contacts_tag SET is_sample = FALSE WHERE is_sample;
UPDATE contacts_customfield SET is_sample = FALSE WHERE is_sample;
"""


@transaction.atomic
def remove_sample() -> None:
    with connection.cursor() as cursor:
        cursor.execute(REMOVE)
