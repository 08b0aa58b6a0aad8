"""What a case is about (内容分类). Data that an office loads, not code."""

from __future__ import annotations

from django.db import models


class Category(models.Model):
    """One node of the taxonomy; up to three levels, as official tables have."""

    code = models.CharField(max_length=32, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.JSONField(help_text="{language: title}")
    level = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
