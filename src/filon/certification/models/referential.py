"""The referential: blocks, competencies, criteria under their headings; versioned."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language, pgettext_lazy


class Referential(models.Model):
    """One version of a certification's referential; read-only once published."""

    class Status(models.TextChoices):
        """Its life."""

        DRAFT = "DRAFT", pgettext_lazy("referential", "Draft")
        PUBLISHED = "PUBLISHED", pgettext_lazy("referential", "Published")
        RETIRED = "RETIRED", pgettext_lazy("referential", "Retired")

    code = models.CharField(max_length=40)
    edition = models.CharField(max_length=40)
    title_fr = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    source_hash = models.CharField(max_length=64)
    source = models.TextField()
    loaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "edition"], name="certification_edition_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"

    @property
    def title(self) -> str:
        """The title in the active language."""
        if get_language() == "en" and self.title_en:
            return self.title_en
        return self.title_fr


class Block(models.Model):
    """A block of competencies, acquired as a whole."""

    referential = models.ForeignKey(Referential, models.CASCADE, related_name="blocks")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    title_fr = models.TextField()
    title_en = models.TextField(blank=True)
    activities_fr = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referential", "code"], name="certification_block_unique"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Competency(models.Model):
    """One competency of a block."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="competencies")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    title_fr = models.TextField()
    title_en = models.TextField(blank=True)
    description_fr = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["block", "code"], name="certification_competency_unique"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The title in the active language, French where English is missing."""
        if get_language() == "en" and self.title_en:
            return self.title_en
        return self.title_fr


class Criterion(models.Model):
    """One criterion, or one listed sub-item of a criterion, under its heading."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="criteria")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="items"
    )
    code = models.CharField(max_length=30)
    heading = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    text_fr = models.TextField()
    text_en = models.TextField(blank=True)
    evidence_types = models.JSONField(default=list)
    check_level = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["competency", "code"], name="certification_criterion_unique"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> str:
        """The criterion in the active language, French where English is missing."""
        if get_language() == "en" and self.text_en:
            return self.text_en
        return self.text_fr
