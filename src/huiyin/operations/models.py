"""What the installation knows of itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """The one row that says what this installation is. There is none until it is set up or filled with the example."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    example_data = models.BooleanField()
    set_up_at = models.DateTimeField()
    words_confirmed_at = models.DateTimeField(null=True)
    last_backup_at = models.DateTimeField(null=True)
    # Fingerprint of the key under which everything sealed lies, where it was renewed; else empty. `retired_keys`: of each before, the
    # fingerprint and the day until which it held, oldest first.
    key_fingerprint = models.CharField(max_length=9, default="")
    retired_keys = models.JSONField(default=list)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="operations_one_installation"),)


class Backup(models.Model):
    """A backup of the night: made, proved by restoring it, put away when newer ones stand for it. `size` in bytes."""

    begun_at = models.DateTimeField()
    host = models.CharField(max_length=255)
    file = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    files = models.PositiveIntegerField(null=True)
    proved_at = models.DateTimeField(null=True)
    entries = models.PositiveBigIntegerField(null=True)  # of the ledger that was verified
    trouble = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)


class Heartbeat(models.Model):
    """The last sign of life of one job, in its own words. Written by the worker at most every few seconds."""

    job = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()  # when the last finished run began
    took_ms = models.PositiveIntegerField()
    idle = models.BooleanField()  # that run found nothing left to do
    failures = models.PositiveIntegerField(default=0)  # in a row
    last_error = models.CharField(max_length=300, blank=True)
    last_error_at = models.DateTimeField(null=True)
