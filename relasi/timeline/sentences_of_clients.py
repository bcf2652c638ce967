"""How what clients tell in reserved names reads: shop, chat, accounts, apps."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .values import EventCard, Sentence

LONGEST = 200


class Words(NamedTuple):
    """`note` are the properties told below it, as far as they are there."""

    icon: str
    title: str | Promise
    note: tuple[str, ...] = ()
    channel: str = "web"


PRODUCT = ("name", "sku")
COUPON = ("coupon_name", "coupon_id", "reason")
MAIL = ("email_subject",)
SHOP = {
    "products searched": Words("search", _("Searched for products"), ("query",)),
    "product list viewed": Words("list", _("Looked at a list of products"), ("category",)),
    "product list filtered": Words("list-filter", _("Narrowed a list of products"), ("category",)),
    "promotion viewed": Words("megaphone", _("Saw a promotion"), ("name", "promotion_id")),
    "promotion clicked": Words("megaphone", _("Clicked a promotion"), ("name", "promotion_id")),
    "product clicked": Words("mouse-pointer-2", _("Clicked a product"), PRODUCT),
    "product added": Words("shopping-cart", _("Put into the cart"), PRODUCT),
    "product removed": Words("shopping-cart", _("Took out of the cart"), PRODUCT),
    "cart viewed": Words("shopping-cart", _("Looked at the cart")),
    "checkout started": Words("credit-card", _("Began to check out"), ("order_id",)),
    "checkout step viewed": Words("credit-card", _("Saw a step of the checkout"), ("step",)),
    "checkout step completed": Words("credit-card", _("Did a step of the checkout"), ("step",)),
    "payment info entered": Words("credit-card", _("Said how to pay"), ("payment_method",)),
    "checkout completed": Words("shopping-bag", _("Ordered in the shop"), ("order_id",)),
    "checkout changed": Words("shopping-bag", _("The shop changed an order"), ("order_id",)),
    "checkout refunded": Words("undo-2", _("The shop paid back"), ("order_id",)),
    "checkout cancelled": Words("shopping-bag", _("The shop cancelled an order"), ("order_id",)),
    "coupon entered": Words("ticket-percent", _("Entered a coupon"), COUPON),
    "coupon applied": Words("ticket-percent", _("Used a coupon"), COUPON),
    "coupon denied": Words("ticket-percent", _("A coupon was refused"), COUPON),
    "coupon removed": Words("ticket-percent", _("Took a coupon away"), COUPON),
    "product added to wishlist": Words("heart", _("Put on the wish list"), PRODUCT),
    "product removed from wishlist": Words("heart", _("Took off the wish list"), PRODUCT),
    "wishlist product added to cart": Words(
        "shopping-cart", _("Put into the cart from the wish list"), PRODUCT
    ),
    "product shared": Words("share-2", _("Shared a product"), (*PRODUCT, "share_via")),
    "cart shared": Words("share-2", _("Shared the cart"), ("share_via",)),
    "product reviewed": Words("star", _("Reviewed a product"), ("rating", "review_body")),
}
MAILS = {
    "other email delivered": Words("mail", _("Got an e-mail of another service"), MAIL, "mail"),
    "other email opened": Words(
        "mail-open", _("Opened an e-mail of another service"), MAIL, "mail"
    ),
    "other email clicked": Words(
        "mail-open", _("Clicked in an e-mail of another service"), MAIL, "mail"
    ),
    "other email bounced": Words("mail", _("An e-mail of another service came back"), MAIL, "mail"),
    "other email marked as spam": Words(
        "mail", _("Called an e-mail of another service spam"), MAIL, "mail"
    ),
    "other list left": Words("mail", _("Left a list of another service"), ("list_id",), "mail"),
}
CHAT = ("agent_name", "message_body")
CHATS = {
    "live chat conversation started": Words("message-circle", _("Began a chat"), CHAT, "chat"),
    "live chat conversation ended": Words("message-circle", _("A chat ended"), CHAT, "chat"),
    "live chat message sent": Words("message-circle", _("Wrote in a chat"), CHAT, "chat"),
    "live chat message received": Words(
        "message-circle", _("Was answered in a chat"), CHAT, "chat"
    ),
}
ACCOUNT, TRIAL = ("account_name",), ("trial_plan_name",)
ACCOUNTS = {
    "account created": Words("building-2", _("Opened an account"), ACCOUNT),
    "account deleted": Words("building-2", _("Closed an account"), ACCOUNT),
    "account added user": Words("user-plus", _("Joined an account"), ("role",)),
    "account removed user": Words("users", _("Left an account")),
    "invite sent": Words("user-plus", _("Invited somebody"), ("invitee_role",)),
    "signed in": Words("log-in", _("Signed in")),
    "signed out": Words("log-out", _("Signed out")),
    "trial started": Words("flask-conical", _("Began a trial"), TRIAL),
    "trial ended": Words("flask-conical", _("A trial ended"), TRIAL),
}
VERSION = ("version",)
APPS = {
    "application installed": Words("smartphone", _("Installed the app"), VERSION),
    "application opened": Words("smartphone", _("Opened the app"), VERSION),
    "application backgrounded": Words("smartphone", _("Left the app")),
    "application updated": Words("smartphone", _("Updated the app"), VERSION),
    "application uninstalled": Words("smartphone", _("Removed the app")),
    "application crashed": Words("smartphone", _("The app broke down"), VERSION),
    "deep link clicked": Words("link", _("Clicked a link into the app"), ("url",)),
    "deep link opened": Words("link", _("Came into the app by a link"), ("url",)),
    "install attributed": Words(
        "smartphone", _("Where the app was found is known"), ("provider", "campaign")
    ),
    "push notification received": Words("bell", _("Got a notification"), ("campaign",)),
    "push notification tapped": Words("bell", _("Tapped a notification"), ("campaign",)),
    "push notification bounced": Words("bell", _("A notification did not arrive"), ("campaign",)),
}
WORDS = SHOP | MAILS | CHATS | ACCOUNTS | APPS


def teller(words: Words) -> Callable[[EventCard], Sentence]:
    def tell(event: EventCard) -> Sentence:
        told = [_said(event.properties.get(key)) for key in words.note]
        return Sentence(
            words.icon,
            str(words.title),
            note=" · ".join(part for part in told if part)[:LONGEST],
            channel=words.channel,
        )

    return tell


def _said(raw: object) -> str:
    """A word or a number; a campaign is an object with a name."""
    if isinstance(raw, dict):
        raw = raw.get("name")
    return str(raw) if isinstance(raw, str | int | float) else ""
