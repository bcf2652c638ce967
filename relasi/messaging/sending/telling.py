"""What was sent, on the timeline of those it went to: whole sets, each message once."""

from datetime import datetime

from relasi.timeline import public as timeline

SENT = """
    SELECT d.contact_id, d.sent_at AS at, 'email sent'::varchar AS name,
        'mail'::varchar AS channel, m.campaign_id,
        jsonb_build_object('mailing', m.id, 'delivery', d.id, 'title', m.name) AS properties,
        'sent:' || d.id AS key, m.is_sample
    FROM messaging_delivery d JOIN messaging_mailing m ON m.id = d.mailing_id
    WHERE d.mailing_id = %s AND d.state = 'sent' AND d.sent_at >= %s
"""


def tell_sent(mailing_id: int, *, since: datetime) -> int:
    """Put every message sent `since` on the timeline; what is there already is passed over."""
    return timeline.record_select(SENT, [mailing_id, since])
