"""Addresses of people who were erased, kept so that nobody can read them."""

from django.db import models


class ErasedAddress(models.Model):
    """Somebody known by this was erased and is not to come back by an import or an event.

    `digest` is a keyed hash (queries/erased.py); the key is no part of the database.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    erasure_id = models.BigIntegerField(db_index=True)
    erased_at = models.DateTimeField()
