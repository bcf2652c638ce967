"""The words of a contact inside a text: how they are written, and how they are shown."""

import re
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relasi.contacts import public as contacts

WORD: Final = re.compile(r"\{\{-?\s*([\w.]+)[^{}]*\}\}")


def merge_fields() -> list[tuple[str, str]]:
    """What can be put into a text, and how it is written."""
    plain = [
        (_("First name"), "{{{{ contact.given_name | default: '{}' }}}}".format(_("friend"))),
        (_("Name"), "{{{{ contact.name | default: '{}' }}}}".format(_("friend"))),
        (_("City"), "{{{{ contact.city | default: '{}' }}}}".format(_("your city"))),
        (_("Company"), "{{{{ contact.company | default: '{}' }}}}".format(_("your company"))),
        (_("E-mail address"), "{{ contact.email }}"),
        (_("Our name"), "{{ shop.name }}"),
    ]
    custom = [
        (field.label, f"{{{{ contact.fields.{field.key} | default: '…' }}}}")
        for field in contacts.custom_fields("contact")
    ]
    return plain + custom


def spoken(text: str) -> SafeString:
    """Each word of the contact by its name, marked, instead of how it is written."""
    names = {WORD.findall(code)[0]: name for name, code in merge_fields()}
    parts = WORD.split(text)
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=True)
    return format_html_join("", "{}{}", ((said, _marked(path, names)) for said, path in pairs))


def _marked(path: str, names: dict[str, str]) -> SafeString | str:
    if not path:
        return ""
    known = names.get(path) or path.rpartition(".")[2].replace("_", " ")
    return format_html("<mark>{}</mark>", known.lower())
