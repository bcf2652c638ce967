"""Blocks as MJML. Every word somebody wrote is held back behind a number (see Held)."""

import re
from collections.abc import Mapping

from relasi.messaging.rules import markup

FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"
INK, PAPER, BRAND, MUTED, LINE = "#1c2b30", "#ffffff", "#124d59", "#5d6a6e", "#e3e2dc"
SPACES = {"small": "12px", "medium": "28px", "large": "52px"}
HOLD = re.compile(r"zqh(\d+)zqh")

Block = Mapping[str, str]


class Held:
    """Pieces of finished HTML that MJML must not see; each is set in by its number."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def raw(self, html: str) -> str:
        self.pieces.append(html)
        return f"zqh{len(self.pieces) - 1}zqh"

    def line(self, text: str) -> str:
        return self.raw(markup.to_inline_html(text))

    def text(self, text: str) -> str:
        return self.raw(markup.to_html(text))

    def set_in(self, html: str) -> str:
        return HOLD.sub(lambda found: self.pieces[int(found[1])], html)


def document(blocks: list[str], held: Held) -> str:
    """The whole mail: head, preview line, blocks, footer."""
    return f"""<mjml lang="{held.raw("{{ language }}")}"><mj-head>
<mj-title>{held.raw("{{ subject }}")}</mj-title>
<mj-preview>{held.raw("{{ preheader }}")}</mj-preview>
<mj-attributes><mj-all font-family="{FONT}" color="{INK}" />
<mj-text font-size="16px" line-height="1.5" padding="8px 32px" />
<mj-section padding="0" background-color="{PAPER}" /></mj-attributes>
<mj-style>p {{ margin: 0 0 12px; }} ul {{ margin: 0 0 12px; padding-left: 20px; }}
.link {{ color: {BRAND}; }} a {{ color: {BRAND}; }}</mj-style>
</mj-head><mj-body background-color="#f4f3ee" width="600px">
<mj-section padding="14px 0 0"><mj-column><mj-spacer height="2px" /></mj-column></mj-section>
{"".join(blocks)}{footer(held)}</mj-body></mjml>"""


def footer(held: Held) -> str:
    """Who writes, from where, and how to leave: on every mail, whatever its blocks. A letter of the
    house has nothing to leave.
    """
    links = (
        "{{ shop.name }}{% if shop.postal_address %} · {{ shop.postal_address }}{% endif %}<br>"
        '<a href="{{ links.preferences }}" style="color:#5d6a6e">{{ words.preferences }}</a>'
        "{% if links.unsubscribe %} · "
        '<a href="{{ links.unsubscribe }}" style="color:#5d6a6e">{{ words.unsubscribe }}</a>'
        "{% endif %}"
    )
    return _section(
        f'<mj-divider border-width="1px" border-color="{LINE}" padding="20px 32px 4px" />'
        f'<mj-text align="center" font-size="13px" color="{MUTED}" padding="8px 32px 24px">'
        f"{held.raw(links)}</mj-text>"
    )


def block_mjml(block: Block, held: Held) -> str:
    return _MAKERS[block["kind"]](block, held)


def _section(inside: str) -> str:
    return f"<mj-section><mj-column>{inside}</mj-column></mj-section>"


def _heading(block: Block, held: Held) -> str:
    return _section(
        f'<mj-text font-size="24px" font-weight="700" line-height="1.25" padding="16px 32px 4px"'
        f' align="{block["align"]}">{held.line(block["text"])}</mj-text>'
    )


def _text(block: Block, held: Held) -> str:
    return _section(f'<mj-text align="{block["align"]}">{held.text(block["text"])}</mj-text>')


def _image(block: Block, held: Held) -> str:
    link = f' href="{held.line(block["link"])}"' if block["link"] else ""
    return _section(
        f'<mj-image padding="8px 0" src="{held.line(block["url"])}"'
        f' alt="{held.line(block["alt"])}"{link} />'
    )


def _button(block: Block, held: Held) -> str:
    return _section(
        f'<mj-button background-color="{BRAND}" color="#ffffff" border-radius="6px"'
        f' font-size="16px" font-weight="600" padding="12px 32px" inner-padding="12px 24px"'
        f' align="{block["align"]}" href="{held.line(block["url"])}">'
        f"{held.line(block['label'])}</mj-button>"
    )


def _product(block: Block, held: Held) -> str:
    parts = [f"<b>{held.line(block['name'])}</b>"]
    if block["text"]:
        parts.append(f"<br />{held.text(block['text'])}")
    if block["price"]:
        gap = "" if block["text"] else "<br />"
        parts.append(f"{gap}<b>{held.line(block['price'])}</b>")
    if block["url"]:
        label = held.line(block["label"] or block["name"])
        parts.append(f'<br /><a href="{held.line(block["url"])}">{label}</a>')
    text = "".join(parts)
    return _section(
        f'<mj-text padding="14px 20px" container-background-color="#f4f3ee">{text}</mj-text>'
    )


def _bought(block: Block, held: Held) -> str:
    title = f"<b>{held.line(block['title'])}</b><br />" if block["title"] else ""
    each = held.raw(
        f"{{% for product in products.{block['source']} limit: {block['count']} %}}"
        "{{ product.name }}{% if product.price %} · {{ product.price | money: product.currency }}"
        "{% endif %}<br>{% endfor %}"
    )
    begin = held.raw(f"{{% if products.{block['source']} %}}")
    return (
        f"<mj-raw>{begin}</mj-raw>{_section(f'<mj-text>{title}{each}</mj-text>')}"
        f"<mj-raw>{held.raw('{% endif %}')}</mj-raw>"
    )


def _columns(block: Block, held: Held) -> str:
    def column(side: str) -> str:
        title = block[f"{side}_title"]
        head = f"<b>{held.line(title)}</b><br />" if title else ""
        return f"<mj-column><mj-text>{head}{held.text(block[side])}</mj-text></mj-column>"

    return f"<mj-section>{column('left')}{column('right')}</mj-section>"


def _divider(_block: Block, _held: Held) -> str:
    return _section(f'<mj-divider border-width="1px" border-color="{LINE}" padding="12px 32px" />')


def _spacer(block: Block, _held: Held) -> str:
    return _section(f'<mj-spacer height="{SPACES[block["size"]]}" />')


_MAKERS = {
    "heading": _heading,
    "text": _text,
    "image": _image,
    "button": _button,
    "product": _product,
    "bought": _bought,
    "columns": _columns,
    "divider": _divider,
    "spacer": _spacer,
}
