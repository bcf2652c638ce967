"""Click ids: what a network writes into the address of its links, and whose it is.

The names are those in the networks' own help pages and those that posthog-js lifts
(browser-common/utils/event-utils.ts). Where a network writes its id into every link, paid or
not (Facebook, Instagram), the medium says no more than that.
"""

from collections.abc import Mapping
from typing import NamedTuple

LONGEST = 200


class Network(NamedTuple):
    source: str
    medium: str


# The first one of an address that is here counts.
NETWORKS: dict[str, Network] = {
    "gclid": Network("google", "cpc"),
    "gbraid": Network("google", "cpc"),
    "wbraid": Network("google", "cpc"),
    "gclsrc": Network("google", "cpc"),
    "gad_source": Network("google", "cpc"),
    "dclid": Network("google", "display"),
    "srsltid": Network("google", "organic"),
    "msclkid": Network("bing", "cpc"),
    "yclid": Network("yandex", "cpc"),
    "qclid": Network("quora", "cpc"),
    "ttclid": Network("tiktok", "paid"),
    "twclid": Network("twitter", "paid"),
    "li_fat_id": Network("linkedin", "paid"),
    "rdt_cid": Network("reddit", "paid"),
    "epik": Network("pinterest", "paid"),
    "sccid": Network("snapchat", "paid"),
    "fbclid": Network("facebook", "social"),
    "igshid": Network("instagram", "social"),
    "igsh": Network("instagram", "social"),
    "obclid": Network("outbrain", "paid"),
    "tblci": Network("taboola", "paid"),
    "irclickid": Network("impact", "affiliate"),
    "cjevent": Network("cj", "affiliate"),
    "awc": Network("awin", "affiliate"),
    "ransiteid": Network("rakuten", "affiliate"),
    "_kx": Network("klaviyo", "email"),
    "mc_cid": Network("mailchimp", "email"),
    "mc_eid": Network("mailchimp", "email"),
    "mkt_tok": Network("marketo", "email"),
    "_hsenc": Network("hubspot", "email"),
    "vero_id": Network("vero", "email"),
}


def click_of(fields: Mapping[str, str]) -> tuple[str, str]:
    """(kind, id) of the click, ("", "") for none. Snapchat writes ScCid, others may shout too."""
    named = {key.lower(): value for key, value in fields.items()}
    kind = next((kind for kind in NETWORKS if named.get(kind)), "")
    return (kind, named[kind][:LONGEST]) if kind else ("", "")
