"""What we reserve towards the customer, and what may go wrong with the offer."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.kernel.fields import AmountField
from filon.offers.models.matrix import AdequacyCheck
from filon.offers.models.revision import OfferRevision

# How likely each step of the scale is, in percent.
CHANCES: Final = {1: 10, 2: 30, 3: 50, 4: 70, 5: 90}


class Reserve(models.Model):
    """A numbered reserve or exclusion that the offer prints (« Réserve »).

    The words of a reserve on a requirement are the answer in the matrix. A number is
    given once for all revisions of an offer: what was lifted leaves a gap.
    """

    class Kind(models.TextChoices):
        """What is reserved."""

        RESERVE = "RESERVE", pgettext_lazy("reserve", "Reserve")
        VARIANT = "VARIANT", pgettext_lazy("reserve", "Variant")
        DEVIATION = "DEVIATION", pgettext_lazy("reserve", "Deviation")
        EXCLUSION = "EXCLUSION", pgettext_lazy("reserve", "Exclusion")

    revision = models.ForeignKey(
        OfferRevision, models.CASCADE, related_name="reserve_rows"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    row = models.OneToOneField(
        AdequacyCheck, models.CASCADE, null=True, blank=True, related_name="reserve"
    )
    text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "number"], name="offers_reserve_number_once"
            ),
            models.CheckConstraint(
                condition=Q(row__isnull=False) | ~Q(text=""),
                name="offers_reserve_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words}"

    @property
    def words(self) -> str:
        """What the customer reads."""
        return self.row.comment if self.row is not None else self.text


class Risk(models.Model):
    """What may go wrong with an offer, what it would cost, what is set aside for it.

    Amounts are in the company's currency; `provision` is counted among the costs of
    the offer, None as long as nothing is set aside.
    """

    class Kind(models.TextChoices):
        """Where the risk comes from."""

        TECHNICAL = "TECHNICAL", pgettext_lazy("risk", "Technical")
        PLANNING = "PLANNING", pgettext_lazy("risk", "Planning")
        SUPPLIER = "SUPPLIER", pgettext_lazy("risk", "Supplier")
        FINANCIAL = "FINANCIAL", pgettext_lazy("risk", "Financial")
        CONTRACTUAL = "CONTRACTUAL", pgettext_lazy("risk", "Contractual")
        HSE = "HSE", pgettext_lazy("risk", "Health, safety, environment")
        EXPORT = "EXPORT", pgettext_lazy("risk", "Export")

    class Probability(models.IntegerChoices):
        """How likely it is."""

        RARE = 1, _("1 – rare (10 %)")
        UNLIKELY = 2, _("2 – unlikely (30 %)")
        POSSIBLE = 3, _("3 – possible (50 %)")
        LIKELY = 4, _("4 – likely (70 %)")
        ALMOST_SURE = 5, _("5 – almost sure (90 %)")

    class Impact(models.IntegerChoices):
        """How much it would hurt."""

        SLIGHT = 1, _("1 – slight")
        MODERATE = 2, _("2 – moderate")
        SERIOUS = 3, _("3 – serious")
        MAJOR = 4, _("4 – major")
        CRITICAL = 5, _("5 – critical")

    revision = models.ForeignKey(OfferRevision, models.CASCADE, related_name="risks")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    probability = models.PositiveSmallIntegerField(
        choices=Probability, default=Probability.POSSIBLE
    )
    impact = models.PositiveSmallIntegerField(choices=Impact, default=Impact.SERIOUS)
    exposure = AmountField(null=True, blank=True)
    mitigation = models.TextField(blank=True)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    provision = AmountField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5)) & Q(impact__range=(1, 5)),
                name="offers_risk_on_the_scale",
            ),
            models.CheckConstraint(
                condition=(Q(exposure=None) | Q(exposure__gte=0))
                & (Q(provision=None) | Q(provision__gte=0)),
                name="offers_risk_costs",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def criticality(self) -> int:
        """Probability × impact, 1 to 25."""
        return self.probability * self.impact

    @property
    def expected(self) -> Decimal | None:
        """The exposure weighed by its probability; None of an unknown exposure."""
        if self.exposure is None:
            return None
        return self.exposure * CHANCES[self.probability] / 100
