"""The links of one delivery: opens, clicks, leaving. Every token is signed for its purpose."""

import html
import re

from relasi.kernel import tokens

OPEN, CLICK, LEAVE = "messaging.open", "messaging.click", "messaging.leave"
HREF = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"]+)(")', re.IGNORECASE)


def links_of(delivery_id: int, base_url: str) -> dict[str, str]:
    """Where this person leaves and chooses. Delivery 0 is a test mail: nobody leaves by it."""
    leave = f"{base_url}/u/{tokens.sign(LEAVE, delivery_id)}/"
    return {"unsubscribe": leave, "preferences": f"{leave}preferences/"}


def tracked(page: str, delivery_id: int, base_url: str) -> str:
    """The HTML with every link to elsewhere going through us, and a picture that tells of opens.

    A click's token holds the address itself, signed: nothing that was not in the mail can
    be reached through us.
    """
    own = (f"{base_url}/u/", f"{base_url}/c/")

    def through_us(found: re.Match[str]) -> str:
        url = html.unescape(found[2])
        if url.startswith(own):
            return found[0]
        token = tokens.sign(CLICK, [delivery_id, url])
        return f"{found[1]}{base_url}/c/{token}{found[3]}"

    pixel = (
        f'<img src="{base_url}/o/{tokens.sign(OPEN, delivery_id)}.gif"'
        ' width="1" height="1" alt="" style="display:block" />'
    )
    return HREF.sub(through_us, page).replace("</body>", f"{pixel}</body>", 1)
