"""An organisation people belong to."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper


class Company(models.Model):
    name = models.CharField(max_length=300)
    domain = models.CharField(max_length=253, default="", blank=True)
    external_id = models.CharField(max_length=120, null=True, unique=True)
    industry = models.CharField(max_length=120, default="", blank=True)
    city = models.CharField(max_length=120, default="", blank=True)
    country = models.CharField(max_length=2, default="", blank=True)
    owner = models.ForeignKey(
        "accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    fields = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=40, default="", db_default="", blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(Upper("name"), "id", name="company_by_name"),
            models.Index(fields=["-created_at", "-id"], name="company_newest"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="company_name_trgm"),
            GinIndex(fields=["fields"], opclasses=["jsonb_path_ops"], name="company_fields"),
        ]
