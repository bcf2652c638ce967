"""People who are probably the same: the model that says so, its runs, and each pair."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .importing import ImportRun


class MatchModel(models.Model):
    """What was learnt from `people` people on a day; `figures` as matching.rules.model writes
    them, and `digest` of them. A run says which model scored its pairs.
    """

    figures = models.JSONField()
    people = models.IntegerField()
    digest = models.CharField(max_length=32)
    trained_at = models.DateTimeField()


class MatchTerm(models.Model):
    """How many share a name or city, of those that more than one has; the word as a number."""

    model = models.ForeignKey(MatchModel, on_delete=models.CASCADE, related_name="+")
    trait = models.CharField(max_length=10)
    term = models.BigIntegerField()
    share = models.FloatField()


class MatchEntry(models.Model):
    """How somebody was when they were last compared: `print` of what is compared, and the keys
    by which others are found. All numbers: nothing personal can be read from them.
    """

    contact_id = models.BigIntegerField(primary_key=True)
    version = models.IntegerField()
    print = models.BigIntegerField()
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["keys"], name="matchentry_keys")]


class MatchSettings(models.Model):
    """One row. `join_from` is null as long as nobody is joined without being looked at."""

    propose_from = models.FloatField()
    join_from = models.FloatField(null=True)
    most_joined = models.IntegerField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=40)


class MatchRun(models.Model):
    """One search: of everybody, or only of those who are new or changed since `since`."""

    class Kind(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        NEWCOMERS = "newcomers", _("New and changed people")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("search for duplicates", "Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    class Step(models.TextChoices):
        READING = "reading", _("Reading people")
        LEARNING = "learning", _("Learning what tells people apart")
        COMPARING = "comparing", _("Comparing pairs")
        WRITING = "writing", _("Writing proposals")
        JOINING = "joining", _("Joining who is certain")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=10, choices=Step.choices, default="", blank=True)
    source = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(null=True)
    model = models.ForeignKey(MatchModel, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.IntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    proposed = models.IntegerField(default=0)
    joined = models.IntegerField(default=0)
    problem = models.TextField(default="", blank=True)
    cancel_requested = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-asked_at", "-id"], name="matchrun_newest")]


class MatchSweep(models.Model):
    """One decision on many proposals: looked at first, then made, pair by pair."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("To be looked at")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    accepts = models.BooleanField()
    query = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    total = models.IntegerField(default=0)
    decided = models.IntegerField(default=0)
    passed_over = models.IntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40)


class MatchProposal(models.Model):
    """Two people who are probably one, `a` known under the smaller number.

    `parts` says by comparison which outcome it had and what that weighs. The prints say how both
    were: who was rejected is proposed again only when one of them has become another. Neither
    side is a key, because an accepted pair outlives one of its two people.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        ACCEPTED = "accepted", _("Joined")
        AUTOMATIC = "automatic", _("Joined by itself")
        REJECTED = "rejected", _("Two people")
        OUTDATED = "outdated", _("No longer alike")

    a_id = models.BigIntegerField()
    b_id = models.BigIntegerField()
    a_print = models.BigIntegerField(null=True)
    b_print = models.BigIntegerField(null=True)
    weight = models.FloatField()
    probability = models.FloatField()
    parts = models.JSONField()
    model = models.ForeignKey(MatchModel, on_delete=models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(MatchRun, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    sweep = models.ForeignKey(MatchSweep, on_delete=models.SET_NULL, null=True, related_name="+")
    merge_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    later_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["a_id", "b_id"], name="one_proposal_per_pair"),
            models.CheckConstraint(
                condition=models.Q(a_id__lt=models.F("b_id")), name="a_pair_has_an_order"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["b_id"], name="proposal_by_b"),
            models.Index(fields=["state", "-probability", "id"], name="proposal_queue"),
            models.Index(
                fields=["decided_by", "-decided_at"],
                name="proposal_decided",
                condition=~models.Q(decided_by=""),
            ),
            models.Index(
                fields=["merge_id"], name="proposal_merge", condition=~models.Q(merge_id=None)
            ),
        ]
