"""Two contacts become one: the events of the one that goes are read as the other's.

No event is rewritten, so that those in the lake follow too, and taking the two apart gives
each their own again, however much time has passed.
"""

from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsMerged, MergeUndone
from relasi.timeline.models import Alias


def read_as_one(event: ContactsMerged) -> None:
    """Whoever was joined with the one that goes follows; undoing gives them back."""
    contacts.hand_over(event, table="timeline_alias", key="profile_id")
    Alias.objects.create(profile_id=event.lost_id, contact_id=event.kept_id)


def read_apart(event: MergeUndone) -> None:
    Alias.objects.filter(profile_id=event.lost_id).delete()
