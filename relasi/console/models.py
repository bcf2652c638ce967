"""Each time somebody asked, and the questions that were given a name."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Question(models.Model):
    """One time somebody asked: the text, and what came of it, never the answer itself."""

    class State(models.TextChoices):
        ASKED = "asked", _("being answered")
        ANSWERED = "answered", _("answered")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    class Form(models.TextChoices):
        SCREEN = "screen", _("on the page")
        CSV = "csv", "CSV"
        PARQUET = "parquet", "Parquet"
        ARROW = "arrow", "Arrow"

    statement = models.TextField()
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    form = models.CharField(max_length=8, choices=Form.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    rows = models.BigIntegerField(null=True)
    seconds = models.FloatField(null=True)
    problem = models.TextField(default="", blank=True)
    stop_requested = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asked_by", "-id"], name="questions_of_one")]


class SavedQuery(models.Model):
    """Everybody who may ask sees it; whoever wrote it changes it."""

    name = models.CharField(max_length=80)
    statement = models.TextField()
    author_id = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author_id", "name"], name="one_query_per_name")
        ]
