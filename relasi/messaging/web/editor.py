"""The editor: one page; each press is one request, each change one revision."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number
from relasi.messaging.actions import templates as verbs
from relasi.messaging.merge_words import merge_fields, spoken
from relasi.messaging.queries.previews import checks_of, reader_for
from relasi.messaging.queries.templates import TemplateCard, template_card, walkable
from relasi.messaging.rules import editing
from relasi.messaging.rules.content import KINDS
from relasi.messaging.rules.markup import to_plain
from relasi.messaging.wording import KIND_ICONS, KIND_LABELS
from relasi.ui import public as ui

from .forms import HeadForm, block_form

Change = Callable[[Sequence[Mapping[str, str]]], list[Mapping[str, str]]]


def show(request: HttpRequest, template_id: int) -> HttpResponse:
    return page(request, template_card(template_id), chosen=request.GET.get("block", ""))


def update(request: HttpRequest, template_id: int) -> HttpResponse:
    """Name, subject and preview line."""
    card = template_card(template_id)
    form = HeadForm(request.POST)
    if not form.is_valid():
        return page(request, card, head=form, status=422)
    return attempt(
        request,
        card,
        lambda: verbs.change_template(
            template_id=template_id,
            expected_version=expected(request),
            **form.cleaned_data,
            by=accounts.actor_of(request),
            now=clock.now(),
        ),
        head=form,
    )


def destroy(request: HttpRequest, template_id: int) -> HttpResponse:
    """Put it away; the toast brings it back."""
    card = template_card(template_id)
    verbs.archive_template(template_id=template_id, by=accounts.actor_of(request), now=clock.now())
    back = reverse("messaging:template_restore", args=[template_id])
    ui.toast(request, _("“%(name)s” is put away.") % {"name": card.name}, undo_url=back)
    return redirect("messaging:template_list")


def restore(request: HttpRequest, template_id: int) -> HttpResponse:
    verbs.restore_template(template_id=template_id, by=accounts.actor_of(request))
    return redirect("messaging:template", template_id)


def insert(request: HttpRequest, template_id: int) -> HttpResponse:
    """A new block behind the chosen one."""
    kind, new = request.POST.get("kind", ""), editing.new_id()
    if kind not in KINDS:
        told = _("There is no such kind of block.")
        return page(request, template_card(template_id), problem=told, status=422)
    after = request.POST.get("after", "")
    return change(
        request,
        template_id,
        lambda blocks: editing.inserted(blocks, kind, after=after, block_id=new),
        chosen=new,
    )


def update_block(request: HttpRequest, template_id: int, block_id: str) -> HttpResponse:
    """The values of one block."""
    card = template_card(template_id)
    block = next((b for b in card.content.blocks if b["id"] == block_id), None)
    if block is None:
        told = _("This block is gone. Reload the page.")
        return page(request, card, problem=told, status=422)
    form = block_form(block, request.POST)
    if not form.is_valid():
        return page(request, card, chosen=block_id, block_values=form, status=422)
    return attempt(
        request,
        card,
        lambda: verbs.change_blocks(
            template_id=template_id,
            expected_version=expected(request),
            change=lambda blocks: editing.changed(blocks, block_id, form.cleaned_data),
            by=accounts.actor_of(request),
            now=clock.now(),
        ),
        chosen=block_id,
        block_values=form,
    )


def remove_block(request: HttpRequest, template_id: int, block_id: str) -> HttpResponse:
    return change(request, template_id, lambda blocks: editing.removed(blocks, block_id))


def move_block(request: HttpRequest, template_id: int, block_id: str) -> HttpResponse:
    steps = -1 if request.POST.get("direction") == "up" else 1
    return change(
        request, template_id, lambda blocks: editing.moved(blocks, block_id, steps), block_id
    )


def copy_block(request: HttpRequest, template_id: int, block_id: str) -> HttpResponse:
    new = editing.new_id()
    return change(
        request, template_id, lambda blocks: editing.copied(blocks, block_id, new=new), new
    )


def undo(request: HttpRequest, template_id: int) -> HttpResponse:
    return _walk(request, template_id, verbs.undo)


def redo(request: HttpRequest, template_id: int) -> HttpResponse:
    return _walk(request, template_id, verbs.redo)


def _walk(request: HttpRequest, template_id: int, verb: Callable[..., None]) -> HttpResponse:
    work = partial(
        verb,
        template_id=template_id,
        expected_version=expected(request),
        by=accounts.actor_of(request),
        now=clock.now(),
    )
    return attempt(request, template_card(template_id), work, chosen=request.POST.get("block", ""))


def change(request: HttpRequest, template_id: int, how: Change, chosen: str = "") -> HttpResponse:
    work = partial(
        verbs.change_blocks,
        template_id=template_id,
        expected_version=expected(request),
        change=how,
        by=accounts.actor_of(request),
        now=clock.now(),
    )
    return attempt(request, template_card(template_id), work, chosen=chosen)


def attempt(
    request: HttpRequest, card: TemplateCard, work: Callable[[], None], **shown: Any
) -> HttpResponse:
    """Do it and go back to the editor; a refusal redraws the page with what was typed."""
    try:
        work()
    except Refused as refusal:
        form: Form | None = shown.get("block_values") or shown.get("head")
        if form is None:
            told = refusal.sentence
            return page(request, template_card(card.id), problem=told, status=422, **shown)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return page(request, template_card(card.id), status=422, **shown)
    return editor(request, card.id, shown.get("chosen", ""))


def editor(request: HttpRequest, template_id: int, chosen: str = "") -> HttpResponse:
    """Back to the page, with the same block and the same reader."""
    values = {"block": chosen, "as": request.POST.get("as", "")}
    query = urlencode({key: value for key, value in values.items() if value})
    return redirect(f"{reverse('messaging:template', args=[template_id])}?{query}")


def expected(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return row_number(text)


def page(  # noqa: PLR0913 - the parts of one page
    request: HttpRequest,
    card: TemplateCard,
    *,
    chosen: str = "",
    head: Form | None = None,
    block_values: Form | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    content = card.content
    reader_address = (request.GET.get("as") or request.POST.get("as") or "").strip()
    reader = reader_for(content, reader_address)
    block = next((b for b in content.blocks if b["id"] == chosen), None)
    backward, forward = walkable(card.id)
    context = {
        "card": card,
        "head": head or HeadForm(initial={"name": card.name, **content.as_json()}),
        "blocks": [_outline(b, n) for n, b in enumerate(content.blocks, start=1)],
        "kinds": [(key, KIND_LABELS[key], KIND_ICONS[key]) for key in KINDS],
        "chosen": block,
        "chosen_label": KIND_LABELS[block["kind"]] if block else "",
        "block_form": block_values or (block_form(block) if block else None),
        "problem": problem,
        "phone": request.GET.get("width") == "phone",
        "checks": checks_of(content, reader),
        "reader": reader,
        "reader_address": reader_address,
        "reader_unknown": bool(reader_address) and reader.contact_id == 0,
        "merge_fields": merge_fields(),
        "can_undo": backward,
        "can_redo": forward,
        "may_edit": accounts.may(
            accounts.actor_of(request), "edit", "templates", owner_id=card.created_by_id
        ),
    }
    return render(request, "messaging/editor.html", context, status=status)


def _outline(block: Mapping[str, str], number: int) -> dict[str, object]:
    keys = ("name", "text", "label", "alt", "title", "left")
    words = next((block[key] for key in keys if block.get(key)), "")
    return {
        "id": block["id"],
        "number": number,
        "icon": KIND_ICONS[block["kind"]],
        "label": KIND_LABELS[block["kind"]],
        "words": spoken(to_plain(words)[:200]),
    }
