"""Items with their characteristics, prices and words, and what customers run today."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import READS_SALES, OwnedRecord, ScopedQuerySet, User
from filon.directory.models import MarketSegment, Organization, Site
from filon.kernel.fields import PercentField, PriceField, QuantityField


class ProductFamily(models.Model):
    """A family of items; it carries margin floor and usual validity."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    margin_floor_percent = PercentField(null=True, blank=True)
    validity_days = models.PositiveSmallIntegerField(default=30)

    def __str__(self) -> str:
        return self.name


class ItemQuerySet(ScopedQuerySet):
    """Items are read by everybody who reads sales."""

    def visible_to(self, user: User) -> Self:
        """Keep the catalogue for sales people and experts, nothing for strangers."""
        if not user.is_active or user.role not in READS_SALES:
            return self.none()
        return self.alive()

    def priced(self) -> Self:
        """Leave out the items whose price is unknown."""
        return self.filter(price__isnull=False)


class Item(OwnedRecord):
    """A good or a service that can be offered (« Article »).

    A price or cost that is not known is NULL, never zero: such an item cannot be
    priced from the catalogue.
    """

    class Kind(models.TextChoices):
        """Good or service."""

        GOOD = "GOOD", pgettext_lazy("item", "Good")
        SERVICE = "SERVICE", pgettext_lazy("item", "Service")

    class Status(models.TextChoices):
        """Whether it can be offered today."""

        ACTIVE = "ACTIVE", pgettext_lazy("item", "Active")
        ENDING = "ENDING", pgettext_lazy("item", "End of range")
        STOPPED = "STOPPED", pgettext_lazy("item", "Stopped")

    class PriceBase(models.IntegerChoices):
        """How many units the price is for (BT-149)."""

        ONE = 1, "1"
        HUNDRED = 100, "100"
        THOUSAND = 1000, "1000"

    reference = models.CharField(max_length=60, unique=True)
    name_fr = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    description_fr = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    name_key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.GOOD)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)
    unit = models.CharField(max_length=3, default="C62")
    price = PriceField(null=True, blank=True)
    price_base = models.PositiveSmallIntegerField(
        choices=PriceBase, default=PriceBase.ONE
    )
    price_decimals = models.PositiveSmallIntegerField(default=2)
    currency = models.CharField(max_length=3, default="EUR")
    cost = PriceField(null=True, blank=True)
    cost_on = models.DateField(null=True, blank=True)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2, default=20)
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    minimum_quantity = QuantityField(default=Decimal(1))
    order_multiple = QuantityField(default=Decimal(1))
    warranty_months = models.PositiveSmallIntegerField(null=True, blank=True)
    weight_kg = models.DecimalField(
        max_digits=12, decimal_places=4, null=True, blank=True
    )
    hs_code = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    markets = models.TextField(blank=True)
    manufacturing = models.TextField(blank=True)
    is_critical = models.BooleanField(default=False)
    external_ref = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gt=0),
                name="catalog_item_price_known_or_null",
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gt=0),
                name="catalog_item_cost_known_or_null",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name_key", "id"], name="catalog_item_name"),
            models.Index(fields=["family", "name_key"], name="catalog_item_family"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def name(self) -> str:
        """The name in the active language, French where English is missing."""
        if get_language() == "en" and self.name_en:
            return self.name_en
        return self.name_fr


class ItemCharacteristic(models.Model):
    """One technical characteristic: a number with its unit, or words."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="characteristics")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    number = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    text = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.name_fr}: {self.number or self.text} {self.unit}"


class PriceList(models.Model):
    """A list of prices for everybody, a campaign, a segment or one customer."""

    class Kind(models.TextChoices):
        """Whom it is for; the nearest to the customer wins (offers.md §5.2)."""

        PUBLIC = "PUBLIC", _("Public list")
        CAMPAIGN = "CAMPAIGN", _("Campaign")
        CATEGORY = "CATEGORY", _("Customer category")
        GROUP = "GROUP", _("Buying group")
        CUSTOMER = "CUSTOMER", _("Customer contract")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PUBLIC)
    currency = models.CharField(max_length=3, default="EUR")
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True
    )
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class PriceRule(models.Model):
    """A price or a discount from a quantity on, for an item or a family."""

    class BreakMode(models.TextChoices):
        """How a quantity reaches its price (offers.md §5.3)."""

        ALL = "ALL", _("The reached price applies to all units")
        GRADUATED = "GRADUATED", _("Each tranche at its own price")
        BLOCK = "BLOCK", _("A fixed amount per range")

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="rules")
    item = models.ForeignKey(
        Item, models.CASCADE, null=True, blank=True, related_name="price_rules"
    )
    family = models.ForeignKey(ProductFamily, models.CASCADE, null=True, blank=True)
    min_quantity = QuantityField(default=Decimal(1))
    price = PriceField(null=True, blank=True)
    price_base = models.PositiveSmallIntegerField(
        choices=Item.PriceBase, default=Item.PriceBase.ONE
    )
    discount_percent = PercentField(null=True, blank=True)
    break_mode = models.CharField(
        max_length=10, choices=BreakMode, default=BreakMode.ALL
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(price__isnull=False) ^ Q(discount_percent__isnull=False),
                name="catalog_rule_price_or_discount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price_list_id}/{self.item_id}/{self.min_quantity}"


class CustomerCondition(models.Model):
    """What was agreed with one customer beside price lists."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="conditions"
    )
    family = models.ForeignKey(ProductFamily, models.CASCADE, null=True, blank=True)
    discount_percent = PercentField(null=True, blank=True)
    payment_terms = models.CharField(max_length=120, blank=True)
    free_freight_from = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.discount_percent}"


class Term(models.Model):
    """A technical word in both languages (« vocabulaire technique approprié »)."""

    term_fr = models.CharField(max_length=120)
    term_en = models.CharField(max_length=120)
    definition_fr = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    family = models.ForeignKey(ProductFamily, models.CASCADE, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["term_fr", "family"], name="catalog_term_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term_fr} / {self.term_en}"


class InstalledAsset(models.Model):
    """A machine or part that a customer runs, from us or from a rival."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="installed_assets"
    )
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True)
    rival = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    model = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    in_service_on = models.DateField(null=True, blank=True)
    end_of_life_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.model or str(self.item_id)
