"""The words of conditions: fields, comparisons, states. Lazy, so that each reader gets theirs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in

Words = dict[str, str | Promise]

CONTACT: Words = {
    "name": _("name"),
    "given_name": _("given name"),
    "family_name": _("family name"),
    "job_title": _("job title"),
    "city": _("city"),
    "region": _("region"),
    "postal_code": _("postal code"),
    "country": _("country"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "source": _("source"),
    "born_on": _("birthday"),
    "created_at": _("first day here"),
}
SCORE: Words = {
    "lifecycle": _("lifecycle stage"),
    "r": _("recency score"),
    "f": _("frequency score"),
    "m": _("money score"),
    "revenue": _("value so far"),
    "orders": _("number of orders"),
    "category_count": _("number of categories bought from"),
    "items_per_order": _("items per order"),
    "typical_gap": _("usual days between orders"),
    "first_order_at": _("first order"),
    "last_order_at": _("last order"),
}
STAGES: Words = {
    "prospect": _("prospect"),
    "first_time": _("first-time buyer"),
    "active": _("active"),
    "at_risk": _("at risk"),
    "lapsed": _("lapsed"),
}
RELATIONS: Words = {
    "is": _in("comparison", "is"),
    "is_not": _in("comparison", "is not"),
    "one_of": _("is one of"),
    "contains": _in("comparison", "contains"),
    "starts_with": _("starts with"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "on_or_after": _("is on or after"),
    "before": _("is before"),
    "within_days": _("was in the last"),
    "before_days": _("was more than"),
    "set": _("is known"),
    "not_set": _("is unknown"),
}
HOWS: Words = {
    "all": _("all of these"),
    "any": _("any of these"),
    "none": _("none of these"),
}
TAGGED: Words = {"has": _("have the tag"), "has_not": _("do not have the tag")}
MEMBER: Words = {"in": _("are in the segment"), "not_in": _("are not in the segment")}
WHAT: Words = {
    "anything": _("anything"),
    "category": _("from the category"),
    "product": _("the product"),
}
TIMES: Words = {
    "at_least": _("at least"),
    "at_most": _("at most"),
    "exactly": _("exactly"),
    "": _("any number of"),
}
PAID: Words = {
    "": _("for any amount"),
    "at_least": _("for at least"),
    "at_most": _("for at most"),
}
CONSENT: Words = {
    "granted": _("agreed to"),
    "withdrawn": _("refused"),
    "never_asked": _("were never asked about"),
}
PURPOSES: Words = {"marketing": _("offers and news"), "personalise": _("personalisation")}
CHANNELS: Words = {
    "email": _("e-mail"),
    "whatsapp": _("WhatsApp"),
    "sms": _("SMS"),
    "push": _("web push"),
    "phone": _("phone"),
}
ADDRESS: Words = {
    "usable": _("can be written to"),
    "missing": _("is missing"),
    "invalid": _("is not valid"),
    "suppressed": _("is suppressed"),
}
YES_NO: Words = {"yes": _("yes"), "no": _("no")}

# The sentences. Each name in them is a control in the editor and a word when read.
PATTERNS: Words = {
    "field": _("their %(field)s %(relation)s %(value)s"),
    "field_known": _("their %(field)s %(relation)s"),
    "field_within": _("their %(field)s %(relation)s %(value)s days"),
    "field_before": _("their %(field)s %(relation)s %(value)s days ago"),
    "category": _("in %(category)s their %(field)s %(relation)s %(value)s"),
    "category_known": _("in %(category)s their %(field)s %(relation)s"),
    "category_within": _("in %(category)s their %(field)s %(relation)s %(value)s days"),
    "category_before": _("in %(category)s their %(field)s %(relation)s %(value)s days ago"),
    "tag": _("they %(relation)s %(tag)s"),
    "segment": _("they %(relation)s %(segment)s"),
    "purchase": _(
        "they bought %(what)s %(thing)s %(times)s %(count)s times %(paid)s %(amount)s %(days)s"
    ),
    "consent": _("they %(state)s %(purpose)s by %(channel)s"),
    "address": _("their address for %(channel)s %(state)s"),
}
