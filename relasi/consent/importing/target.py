"""Consents as a target of imports: who, which channel, yes or no, since when."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.consent.models import Channel, Purpose
from relasi.consent.queries.texts import find_text
from relasi.consent.rules import ASKED
from relasi.contacts.public import importing
from relasi.kernel.errors import Refused

from .stating import STATEMENT, Said, state

CHANNELS = {
    word: channel
    for channel, words in {
        "email": "email|e-mail|mail|surel",
        "sms": "sms|text",
        "whatsapp": "whatsapp|wa",
        "push": "push|web push",
        "phone": "phone|call|telephone|telepon|telp",
        "web": "web|web site|website|site|app|situs|situs web",
        "data": "data|their data",
    }.items()
    for word in words.split("|")
}
PURPOSES = {
    word: purpose
    for purpose, words in {
        "marketing": "marketing|offers|news|newsletter|promo|promosi|penawaran",
        "personalise": "personalise|personalize|profiling|personalisation|personalization"
        "|personalisasi",
        "collect": "collect|measuring visits|analytics|statistics|statistik|analitik",
        "profile": "profile|knowing who visits|tracking|profil",
        "export": "export|passing on|sharing|berbagi data",
        "training": "training|model training|training of models|pelatihan model",
    }.items()
    for word in words.split("|")
}
_WHO = frozenset({"email", "phone", "external_id", "country"})
_OWN = (
    importing.ImportField(
        "channel", gettext_lazy("Channel"), "choice", choices=CHANNELS,
        words="channel|medium|kanal|saluran"),
    importing.ImportField(
        "purpose", gettext_lazy("Purpose"), "choice", choices=PURPOSES,
        words="purpose|list|tujuan|keperluan"),
    importing.ImportField(
        "granted", gettext_lazy("Consent given"), "yes_no",
        words="consent|granted|opt in|opted in|subscribed|status|setuju|setuju promosi"
        "|persetujuan|berlangganan"),
    importing.ImportField(
        "stated_at", gettext_lazy("Stated at"), "moment",
        words="date|stated at|consent date|opt in date|tanggal|tanggal persetujuan|tgl setuju"),
    importing.ImportField(
        "source", gettext_lazy("Source"), longest=80, words="source|form|sumber|formulir"),
    importing.ImportField(
        "wording", gettext_lazy("Wording"), longest=2000, words="wording|text|bunyi|kalimat"),
    importing.ImportField(
        "text", gettext_lazy("Text version"), longest=60,
        words="text version|version|consent text|versi teks|versi"),
)  # fmt: skip


def fields() -> tuple[importing.ImportField, ...]:
    who = [
        f
        for f in importing.people_fields()
        if f.key in {"email", "phone", "external_id", "country"}
    ]
    return (*who, *_OWN)


def bring_in(batch: importing.Batch) -> importing.Tally:
    """Statements about people who are here; the file makes nobody."""
    people, texts = importing.find_people(batch), _texts(batch)
    said = []
    for place, contact in enumerate(people):
        if not contact:
            reason = _("Nobody here is known by this. Bring the people in first.")
            batch.refuse(place, batch.run.match_by, reason)
            continue
        one, named = _said(batch, place, contact), batch.column("text")[place]
        if one.purpose not in ASKED[one.channel]:
            reason = _("Nobody is asked for this purpose by this channel.")
            batch.refuse(place, "purpose", reason)
        elif named and (named, one.channel, one.purpose) not in texts:
            reason = _("No consent text for this is called so. Settings, Consent texts lists them.")
            batch.refuse(place, "text", reason)
        else:
            text_id = texts[named, one.channel, one.purpose] if named else None
            said.append(replace(one, text_id=text_id))
    recorded, forbidden = state(batch, said)
    for one in forbidden:
        reason = _("They withdrew their consent before, and this row does not say since when.")
        batch.refuse(one.place, "granted", reason)
    unchanged = len(said) - len(recorded) - len(forbidden)
    return importing.Tally(created=len(recorded), unchanged=unchanged)


def _texts(batch: importing.Batch) -> dict[tuple[str, str, str], int]:
    """The versions these rows name, by name, channel and purpose."""
    cards = [find_text(name) for name in set(batch.column("text")) if name]
    return {(card.name, card.channel, card.purpose): card.id for card in cards if card}


def _said(batch: importing.Batch, place: int, contact: int) -> Said:
    at = batch.column("stated_at")[place]
    return Said(
        place,
        contact,
        batch.column("channel")[place] or Channel.EMAIL,
        batch.column("purpose")[place] or Purpose.MARKETING,
        batch.column("granted")[place] == "yes",
        datetime.fromisoformat(at) if at else None,
        batch.column("source")[place] or "import",
        batch.column("wording")[place],
    )


def known_places(batch: importing.Batch) -> set[int]:
    return {place for place, contact in enumerate(importing.find_people(batch)) if contact}


def refuse_mapping(keys: frozenset[str], match_by: str) -> None:
    if "granted" not in keys:
        raise Refused(_("Choose the column that says yes or no."), field="mapping")
    if match_by not in keys:
        sentence = _("People are to be recognised by a field that no column fills. Choose another.")
        raise Refused(sentence, field="match_by")


CONSENTS = importing.ImportTarget(
    key="consents",
    label=gettext_lazy("Consents"),
    fields=fields,
    match_by=(
        ("email", gettext_lazy("E-mail")),
        ("phone", gettext_lazy("Phone")),
        ("external_id", gettext_lazy("External id")),
    ),
    write=bring_in,
    known=known_places,
    refuse_mapping=refuse_mapping,
    lane_field=lambda batch: batch.column(batch.run.match_by),
    required=("granted",),
    tables=(STATEMENT,),
    rights="consent",
    order=50,
)
