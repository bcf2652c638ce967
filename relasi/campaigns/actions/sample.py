"""When the sample company goes, what hangs on it goes too."""

from django.db import connection, transaction

from relasi.engine import relations


@transaction.atomic
def remove_sample() -> None:
    """Delete the sample's campaigns, its people from every draw, its parts from own drafts."""
    people = relations.physical("contacts")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            DELETE FROM campaigns_recipient r USING {people} c, campaigns_campaign k
            WHERE c.id = r.contact_id AND k.id = r.campaign_id AND (c.is_sample OR k.is_sample)
            """  # noqa: S608 - names of tables only
        )
        cursor.execute(
            """
            DELETE FROM campaigns_variant v USING campaigns_campaign k, messaging_template t
            WHERE k.id = v.campaign_id AND t.id = v.template_id AND (k.is_sample OR t.is_sample)
            """
        )
        cursor.execute(
            """
            DELETE FROM campaigns_variant v USING audience_segment s
            WHERE s.id = v.segment_id AND s.is_sample
            """
        )
        cursor.execute("DELETE FROM campaigns_campaign WHERE is_sample")
        cursor.execute(
            """
            UPDATE campaigns_campaign k SET segment_id = NULL FROM audience_segment s
            WHERE s.id = k.segment_id AND s.is_sample
            """
        )
