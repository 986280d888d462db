"""From a scope to watch to insights that justify a plan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord, User
from filon.catalog.models import Item, ProductFamily
from filon.directory.models import MarketSegment, Organization, Territory
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField, PercentField, PriceField, QuantityField


class Heading(models.TextChoices):
    """The six headings under which the referential classes findings."""

    COMPETITION = "COMPETITION", _("Competition")
    TECHNOLOGY = "TECHNOLOGY", _("Technology")
    ECONOMY = "ECONOMY", _("Economic context")
    LAW = "LAW", _("Law and standards")
    CUSTOMERS = "CUSTOMERS", _("Customer expectations")
    PRODUCTS = "PRODUCTS", _("Product and service news, rival offers")


class Axis(models.TextChoices):
    """The three sides on which a market moves."""

    TECHNICAL = "TECHNICAL", pgettext_lazy("axis", "Technical")
    COMMERCIAL = "COMMERCIAL", pgettext_lazy("axis", "Commercial")
    FINANCIAL = "FINANCIAL", pgettext_lazy("axis", "Financial")


class WatchTopic(OwnedRecord):
    """What is watched, why, how often (« Axe de veille »)."""

    class Status(models.TextChoices):
        """Whether it is followed."""

        ACTIVE = "ACTIVE", pgettext_lazy("topic", "Active")
        CLOSED = "CLOSED", pgettext_lazy("topic", "Closed")

    title = models.CharField(max_length=200)
    scope = models.TextField(blank=True)
    headings = models.JSONField(default=list)
    keywords = models.CharField(max_length=500, blank=True)
    cadence_days = models.PositiveIntegerField(default=30)
    next_review_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    segments = models.ManyToManyField(MarketSegment, blank=True)
    families = models.ManyToManyField(ProductFamily, blank=True)
    competitors = models.ManyToManyField(Organization, blank=True)

    def __str__(self) -> str:
        return self.title


class Expectation(models.Model):
    """What the company expects of the watch, about products or customers."""

    class Subject(models.TextChoices):
        """What it is about."""

        PRODUCTS = "PRODUCTS", _("Products")
        CUSTOMERS = "CUSTOMERS", _("Customers")

    class Status(models.TextChoices):
        """Whether the watch has answered it."""

        OPEN = "OPEN", pgettext_lazy("expectation", "Open")
        COVERED = "COVERED", pgettext_lazy("expectation", "Covered")
        DROPPED = "DROPPED", pgettext_lazy("expectation", "Dropped")

    topic = models.ForeignKey(WatchTopic, models.CASCADE, related_name="expectations")
    subject = models.CharField(max_length=10, choices=Subject)
    text = models.CharField(max_length=300)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)

    def __str__(self) -> str:
        return self.text


class Reliability(models.TextChoices):
    """How far a source, or what it says, can be trusted."""

    A = "A", _("A, verified")
    B = "B", _("B, plausible")
    C = "C", _("C, to check")


class WatchSource(OwnedRecord):
    """Where findings come from: a feed that is fetched, or a place one goes to."""

    class Kind(models.TextChoices):
        """The tools that the referential names."""

        FEED = "FEED", _("Web feed")
        WEB = "WEB", _("Web page")
        PRESS = "PRESS", _("Press")
        SHOW = "SHOW", _("Trade show")
        CONGRESS = "CONGRESS", _("Congress")
        SUPPLIER = "SUPPLIER", _("Supplier")
        CUSTOMER = "CUSTOMER", _("Customer")
        INTERNAL = "INTERNAL", _("Internal")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    url = models.CharField(max_length=1000, blank=True)
    topics = models.ManyToManyField(WatchTopic, blank=True, related_name="sources")
    cadence_hours = models.PositiveIntegerField(default=24)
    is_active = models.BooleanField(default=True)
    reliability = models.CharField(
        max_length=1, choices=Reliability, default=Reliability.B
    )
    reason = models.CharField(max_length=300, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class WatchItem(models.Model):
    """A raw entry of a source, waiting to be kept or dismissed."""

    class Status(models.TextChoices):
        """Whether somebody sorted it."""

        NEW = "NEW", pgettext_lazy("watch item", "To sort")
        KEPT = "KEPT", pgettext_lazy("watch item", "Kept")
        DISMISSED = "DISMISSED", pgettext_lazy("watch item", "Dismissed")

    source = models.ForeignKey(WatchSource, models.CASCADE, related_name="items")
    guid = models.CharField(max_length=500)
    guid_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    url = models.CharField(max_length=1000, blank=True)
    summary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    sorted_at = models.DateTimeField(null=True, blank=True)
    sorted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "guid_hash"], name="watch_item_once_per_source"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-fetched_at"], name="watch_item_to_sort")
        ]

    def __str__(self) -> str:
        return self.title


class Finding(OwnedRecord):
    """One dated fact with its source, under one of the six headings (« Constat »)."""

    title = models.CharField(max_length=300)
    observed_on = models.DateField()
    heading = models.CharField(max_length=12, choices=Heading)
    excerpt = models.TextField(blank=True)
    source = models.ForeignKey(WatchSource, models.PROTECT, null=True, blank=True)
    source_text = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    reliability = models.CharField(
        max_length=1, choices=Reliability, default=Reliability.B
    )
    topic = models.ForeignKey(
        WatchTopic, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True)
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    watch_item = models.OneToOneField(
        WatchItem, models.PROTECT, null=True, blank=True, related_name="finding"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-observed_on", "-id"], name="watch_finding_date")
        ]

    def __str__(self) -> str:
        return self.title


class CompetitorOffer(OwnedRecord):
    """What a rival offers: product, price, lead time, terms, with its evidence."""

    competitor = models.ForeignKey(
        Organization, models.PROTECT, related_name="rival_offers"
    )
    product = models.CharField(max_length=200)
    comparable_item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True)
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)
    price = PriceField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    terms = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    weaknesses = models.TextField(blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    observed_on = models.DateField()
    finding = models.ForeignKey(
        Finding, models.SET_NULL, null=True, blank=True, related_name="rival_offers"
    )

    def __str__(self) -> str:
        return self.product


class MarketInsight(OwnedRecord):
    """What is concluded from findings: an opportunity, a threat or a constraint."""

    class Kind(models.TextChoices):
        """The three conclusions of the referential."""

        OPPORTUNITY = "OPPORTUNITY", _("Opportunity")
        THREAT = "THREAT", _("Threat")
        CONSTRAINT = "CONSTRAINT", _("Constraint")

    class Horizon(models.TextChoices):
        """When it will matter."""

        SHORT = "SHORT", _("Within 6 months")
        MEDIUM = "MEDIUM", _("6 to 18 months")
        LONG = "LONG", _("Beyond 18 months")

    class Decision(models.TextChoices):
        """What is done about it."""

        OPEN = "OPEN", pgettext_lazy("insight", "To decide")
        PURSUE = "PURSUE", pgettext_lazy("insight", "Pursue")
        WATCH = "WATCH", pgettext_lazy("insight", "Keep watching")
        DROP = "DROP", pgettext_lazy("insight", "Drop")

    kind = models.CharField(max_length=12, choices=Kind)
    axis = models.CharField(max_length=12, choices=Axis)
    statement = models.CharField(max_length=300)
    analysis = models.TextField(blank=True)
    impact = models.PositiveSmallIntegerField(default=3)
    likelihood = models.PositiveSmallIntegerField(default=3)
    horizon = models.CharField(max_length=8, choices=Horizon, default=Horizon.MEDIUM)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decision_reason = models.CharField(max_length=300, blank=True)
    findings = models.ManyToManyField(Finding, blank=True, related_name="insights")
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(impact__range=(1, 5)) & Q(likelihood__range=(1, 5)),
                name="watch_insight_scores_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def weight(self) -> int:
        """Impact × likelihood, 1 to 25."""
        return self.impact * self.likelihood


class Analysis(OwnedRecord):
    """A grid that puts insights and the company's own sides together."""

    class Method(models.TextChoices):
        """The tools of market analysis."""

        SWOT = "SWOT", _("SWOT")
        PESTEL = "PESTEL", _("PESTEL")
        FIVE_FORCES = "FIVE_FORCES", _("Five forces")
        ATTRACTIVENESS = "ATTRACTIVENESS", _("Attractiveness and assets")

    method = models.CharField(max_length=14, choices=Method, default=Method.SWOT)
    title = models.CharField(max_length=200)
    topic = models.ForeignKey(WatchTopic, models.PROTECT, null=True, blank=True)
    cells = models.JSONField(default=dict)
    conclusion = models.TextField(blank=True)
    insights = models.ManyToManyField(
        MarketInsight, blank=True, related_name="analyses"
    )

    def __str__(self) -> str:
        return self.title


class MarketPotential(OwnedRecord):
    """What a segment is worth: accounts × take rate × basket, with its assumptions."""

    title = models.CharField(max_length=200)
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    family = models.ForeignKey(ProductFamily, models.PROTECT, null=True, blank=True)
    insight = models.ForeignKey(
        MarketInsight, models.SET_NULL, null=True, blank=True, related_name="potentials"
    )
    accounts = models.PositiveIntegerField()
    take_rate_percent = PercentField()
    basket = AmountField()
    basket_quantity = QuantityField(null=True, blank=True)
    margin_percent = PercentField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    amount = AmountField()
    volume = QuantityField(null=True, blank=True)
    margin_amount = AmountField(null=True, blank=True)
    technical_score = models.PositiveSmallIntegerField(default=3)
    commercial_score = models.PositiveSmallIntegerField(default=3)
    financial_score = models.PositiveSmallIntegerField(default=3)
    assumptions = models.TextField()
    confidence = models.PositiveSmallIntegerField(default=3)
    as_of = models.DateField()

    def __str__(self) -> str:
        return self.title


class Brief(OwnedRecord):
    """The synthesis of the watch for a period, frozen when sent (« Synthèse »)."""

    class Status(models.TextChoices):
        """Whether it can still change."""

        DRAFT = "DRAFT", pgettext_lazy("brief", "Draft")
        FROZEN = "FROZEN", pgettext_lazy("brief", "Frozen")

    title = models.CharField(max_length=200)
    topic = models.ForeignKey(WatchTopic, models.PROTECT, null=True, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    language = models.CharField(max_length=2, default="fr")
    introduction = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    insights = models.ManyToManyField(MarketInsight, blank=True)
    findings = models.ManyToManyField(Finding, blank=True)
    potentials = models.ManyToManyField(MarketPotential, blank=True)
    analyses = models.ManyToManyField(Analysis, blank=True)
    frozen = models.JSONField(default=dict, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="watch_brief_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status="FROZEN") | Q(frozen_at__isnull=False),
                name="watch_brief_frozen_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title
