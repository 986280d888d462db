"""The passages of a specification, from which requirements are taken."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filon.needs.models.requirements import NeedSource, Requirement


class SourcePassage(models.Model):
    """A paragraph or row of a source, whether a requirement was made of it or not."""

    source = models.ForeignKey(NeedSource, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    place = models.CharField(max_length=120)
    text = models.TextField()
    is_heading = models.BooleanField(default=False)
    requirement = models.ForeignKey(
        Requirement, models.SET_NULL, null=True, blank=True, related_name="passages"
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "position"], name="needs_passage_position_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.position}"
