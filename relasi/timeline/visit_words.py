"""What channels, devices and the places people come from are called."""

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as _in

from relasi.contacts import public as contacts

from .models import Session
from .queries.visits import VisitCard
from .rules.visiting import NAMES

CHANNELS = {
    "direct": "",
    "organic_search": _("organic search"),
    "organic_social": _("organic social"),
    "organic_video": _("organic video"),
    "organic_shopping": _("organic shopping"),
    "assistants": _("assistant"),
    "email": _("e-mail"),
    "referral": _("referral"),
    "affiliates": _("affiliate"),
    "paid_search": _("paid search"),
    "paid_social": _("paid social"),
    "paid_video": _("paid video"),
    "paid_shopping": _("paid shopping"),
    "display": _("display advertising"),
    "paid_other": _("other advertising"),
    "cross_network": _("advertising across networks"),
    "audio": _("audio"),
    "sms": _("SMS"),
    "push": _("notification"),
    "unassigned": _in("visit", "another way"),
}
# Those that are not written with one capital at the beginning.
_SPELLED = {
    "android-app": "Android", "bing": "Bing", "chatgpt": "ChatGPT", "duckduckgo": "DuckDuckGo",
    "ebay": "eBay", "google-shopping": "Google Shopping", "hackernews": "Hacker News",
    "linkedin": "LinkedIn", "meta-ai": "Meta AI", "mercadolibre": "Mercado Libre", "ok": "OK",
    "so.com": "so.com", "stackoverflow": "Stack Overflow", "tiktok": "TikTok", "vk": "VK",
    "wechat": "WeChat", "whatsapp": "WhatsApp", "aliexpress": "AliExpress", "aol": "AOL",
    "yahoo-mail": "Yahoo Mail", "youtube": "YouTube",
}  # fmt: skip
SOURCES = {name: _SPELLED.get(name, name.capitalize()) for name in NAMES}
MINUTE = 60


def title(visit: VisitCard) -> str:
    if visit.channel == "direct":
        return _g("Direct visit")
    return _g("Visit from %(source)s") % {"source": contacts.source_called(visit.source)}


def rest(visit: VisitCard) -> str:
    """The way, and the campaign by its name."""
    return ", ".join(filter(None, (str(CHANNELS.get(visit.channel, "")), visit.campaign)))


def facts(visit: VisitCard) -> str:
    """5 pages · mobile · 12 min · Malang."""
    pages = ngettext("%(n)d page", "%(n)d pages", visit.pages) % {"n": visit.pages}
    minutes = int((visit.last_at - visit.started_at).total_seconds()) // MINUTE
    device = visit.device if visit.device != Session.Device.OTHER else ""
    told = (
        pages if visit.pages else "",
        str(Session.Device(device).label).lower() if device else "",
        _g("%(n)d min") % {"n": minutes} if minutes else "",
        visit.city or visit.country or "",
    )
    return " · ".join(filter(None, told))
