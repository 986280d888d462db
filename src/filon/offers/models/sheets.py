"""The workbooks of a buyer that are answered in place."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.files.models import StoredFile
from filon.offers.models.offer import Offer


class BuyerSheet(models.Model):
    """A matrix or a price sheet of the buyer (BPU, DQE, DPGF), kept cell for cell.

    `columns` says in which column, counted from 0, each of our answers goes; the rows
    below `header_row` are those of the buyer.
    """

    class Kind(models.TextChoices):
        """What is filled in."""

        MATRIX = "MATRIX", pgettext_lazy("sheet", "Compliance matrix")
        PRICES = "PRICES", pgettext_lazy("sheet", "Price sheet (BPU, DQE, DPGF)")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="buyer_sheets")
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=80)
    header_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["offer", "id"], name="offers_sheet_offer")
        ]

    def __str__(self) -> str:
        return f"{self.file.name} – {self.sheet}"
