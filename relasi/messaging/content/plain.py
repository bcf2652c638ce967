"""Blocks as plain text with Liquid: the twin of the HTML."""

from collections.abc import Mapping

from relasi.messaging.rules.markup import to_plain

Block = Mapping[str, str]

FOOTER = (
    "-- \n{{ shop.name }}{% if shop.postal_address %}, {{ shop.postal_address }}{% endif %}\n"
    "{{ words.preferences }}: {{ links.preferences }}\n"
    "{% if links.unsubscribe %}{{ words.unsubscribe }}: {{ links.unsubscribe }}\n{% endif %}"
)


def block_text(block: Block) -> str:
    """The block's paragraphs; '' for what has no words."""
    kind = block["kind"]
    if kind == "bought":
        return _bought(block)
    if kind == "button":
        return f"{to_plain(block['label'])}: {block['url']}"
    if kind == "image":
        described = to_plain(block["alt"])
        return f"{described}: {block['link']}" if block["link"] else described
    parts = {
        "heading": ("text",),
        "text": ("text",),
        "product": ("name", "text", "price", "url"),
        "columns": ("left_title", "left", "right_title", "right"),
    }.get(kind, ())
    return "\n".join(to_plain(block[key]) for key in parts if block[key])


def _bought(block: Block) -> str:
    title = f"{to_plain(block['title'])}\n" if block["title"] else ""
    return (
        f"{{% if products.{block['source']} %}}{title}"
        f"{{% for product in products.{block['source']} limit: {block['count']} %}}"
        "- {{ product.name }}{% if product.price %}, "
        "{{ product.price | money: product.currency }}{% endif %}\n{% endfor %}{% endif %}"
    )
