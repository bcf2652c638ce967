from django.db import migrations, models

# Every event of somebody we know: a visitor's are read as those of the contact who is behind it.
# Events of visitors whom nobody knows, or where more than one was seen, are not in it.
VIEW = """
CREATE VIEW timeline_event_of_people AS
SELECT e.id, coalesce(v.contact_id, e.contact_id) AS contact_id, e.at, e.name, e.channel,
    e.source, e.session, e.url, e.product_id, e.order_id, e.campaign_id, e.revenue, e.by_machine,
    e.properties, e.key, e.is_sample
FROM timeline_event e LEFT JOIN timeline_visitor v ON v.id = e.contact_id
WHERE v.id IS NULL OR v.contact_id IS NOT NULL
"""
# The same for one contact, found by index; only for questions that name the contact.
BY_CONTACT = """
CREATE VIEW timeline_event_by_contact AS
SELECT contact_id, id, at FROM timeline_event
UNION ALL
SELECT v.contact_id, e.id, e.at
FROM timeline_visitor v JOIN timeline_event e ON e.contact_id = v.id
WHERE v.contact_id IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0002_collecting'),
    ]

    operations = [
        migrations.RunSQL(VIEW, reverse_sql="DROP VIEW timeline_event_of_people"),
        migrations.RunSQL(BY_CONTACT, reverse_sql="DROP VIEW timeline_event_by_contact"),
        migrations.AddIndex(
            model_name='sighting',
            index=models.Index(fields=['visitor_id'], name='sighting_by_visitor'),
        ),
    ]
