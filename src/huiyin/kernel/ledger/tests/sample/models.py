"""A committed row with every kind of column: the rooms' own models use some of them each."""

from __future__ import annotations

from django.db import models

from huiyin.kernel.ledger import Committed


class Sample(Committed):
    committed_fields = (
        "word",
        "text",
        "count",
        "flag",
        "price",
        "share",
        "on",
        "at",
        "clock",
        "span",
        "key",
        "blob",
        "data",
        "parent",
        "late",
    )
    committed_fields_before = (("word", "text"),)

    word = models.CharField(max_length=40)
    text = models.TextField(default="")
    count = models.IntegerField(default=0)
    flag = models.BooleanField(default=False)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    share = models.FloatField(default=0.5)
    on = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    clock = models.TimeField(null=True)
    span = models.DurationField(null=True)
    key = models.UUIDField(null=True)
    blob = models.BinaryField(default=b"")
    data = models.JSONField(default=dict)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    late = models.CharField(max_length=10, null=True)
    remark = models.TextField(default="")  # not committed to
