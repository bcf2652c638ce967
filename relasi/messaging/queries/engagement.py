"""What people did with a mailing: a relation of its deliveries."""

# One row a delivery of %(mailing)s. A click by a person is an open by a person.
ENGAGEMENT = """
    SELECT d.id AS delivery_id, d.contact_id, d.variant, d.state, d.sent_at,
        coalesce(h.opened_by_person, false) AS opened_by_person,
        coalesce(h.opened_by_machine, false) AS opened_by_machine,
        coalesce(h.opened_by_unknown, false) AS opened_by_unknown,
        coalesce(h.clicked_by_person, false) AS clicked_by_person,
        u.delivery_id IS NOT NULL AS unsubscribed
    FROM messaging_delivery d
    LEFT JOIN (
        SELECT hit.delivery_id, bool_or(hit.by = 'human') AS opened_by_person,
            bool_or(hit.kind = 'open' AND hit.by = 'machine') AS opened_by_machine,
            bool_or(hit.kind = 'open' AND hit.by = 'unknown') AS opened_by_unknown,
            bool_or(hit.kind = 'click' AND hit.by = 'human') AS clicked_by_person
        FROM messaging_hit hit JOIN messaging_delivery mine ON mine.id = hit.delivery_id
        WHERE mine.mailing_id = %(mailing)s GROUP BY hit.delivery_id
    ) h ON h.delivery_id = d.id
    LEFT JOIN messaging_unsubscription u ON u.delivery_id = d.id
    WHERE d.mailing_id = %(mailing)s
"""


def engagement_sql() -> str:
    """A SELECT with the parameter %(mailing)s; its columns: delivery_id, contact_id, variant,
    state, sent_at, opened_by_person, opened_by_machine, opened_by_unknown, clicked_by_person,
    unsubscribed.
    """
    return ENGAGEMENT
