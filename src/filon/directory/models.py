"""Companies with their sites and people, and how the market is cut up."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import (
    READS_SALES,
    OwnedRecord,
    ScopedQuerySet,
    User,
    scope_of,
)
from filon.kernel.fields import AmountField

# Days between two contacts with an account of each class.
CADENCE_DAYS = {"A": 30, "B": 60, "C": 120}

ROLES: dict[str, Any] = {
    "CUSTOMER": pgettext_lazy("company role", "Customer"),
    "PROSPECT": pgettext_lazy("company role", "Prospect"),
    "COMPETITOR": pgettext_lazy("company role", "Competitor"),
    "SUPPLIER": pgettext_lazy("company role", "Supplier"),
    "DISTRIBUTOR": pgettext_lazy("company role", "Distributor"),
    "PARTNER": pgettext_lazy("company role", "Partner"),
    "SUBCONTRACTOR": pgettext_lazy("company role", "Subcontractor"),
}


class Territory(models.Model):
    """A sales area: a list of French departments, a country, or a region of areas."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    departments = models.JSONField(default=list, blank=True)
    country = models.CharField(max_length=2, default="FR")

    def __str__(self) -> str:
        return self.name


class MarketSegment(models.Model):
    """A cut of the market by trade; NAF prefixes tell who belongs to it."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    naf_prefixes = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


def readable(user: User, path: str = "") -> Q:
    """Return the filter of the companies that this person reads, trash left out.

    :param path: lookup prefix to the company (e.g. "target__"), empty for itself.
    """
    if user.role not in READS_SALES or not user.is_active:
        return Q(pk__in=[])
    alive = Q(**{f"{path}deleted_at": None})
    scope = scope_of(user, path)
    return alive & (scope | Q(**{f"{path}is_shared": True})) if scope else alive


class OrganizationQuerySet(ScopedQuerySet):
    """Companies; those shared by the whole house are read by all sales people."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's scope, and the shared ones (rivals, suppliers…)."""
        return self.filter(readable(user))


class Organization(OwnedRecord):
    """A company (« Société ») in whichever roles it plays for us."""

    class Lifecycle(models.TextChoices):
        """Where the company stands as a customer."""

        PROSPECT = "PROSPECT", pgettext_lazy("company", "Prospect")
        NEW = "NEW", pgettext_lazy("company", "New customer")
        ACTIVE = "ACTIVE", pgettext_lazy("company", "Active customer")
        REPEAT = "REPEAT", pgettext_lazy("company", "Repeat customer")
        DORMANT = "DORMANT", pgettext_lazy("company", "Dormant")
        LOST = "LOST", pgettext_lazy("company", "Lost")

    class AbcClass(models.TextChoices):
        """Weight of the account; it sets the contact cadence."""

        A = "A", "A"
        B = "B", "B"
        C = "C", "C"

    class PaymentHabit(models.TextChoices):
        """How the company pays."""

        UNKNOWN = "UNKNOWN", pgettext_lazy("payment habit", "Unknown")
        PROMPT = "PROMPT", pgettext_lazy("payment habit", "On time")
        LATE = "LATE", pgettext_lazy("payment habit", "Often late")
        BAD = "BAD", pgettext_lazy("payment habit", "Unpaid bills")

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    legal_name = models.CharField(max_length=200, blank=True)
    is_customer = models.BooleanField(default=False)
    is_prospect = models.BooleanField(default=False)
    is_competitor = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    is_distributor = models.BooleanField(default=False)
    is_partner = models.BooleanField(default=False)
    is_subcontractor = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    is_consumer = models.BooleanField(default=False)
    external_ref = models.CharField(max_length=80, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    foreign_id = models.CharField(max_length=40, blank=True)
    legal_category = models.CharField(max_length=4, blank=True)
    naf_rev2 = models.CharField(max_length=6, blank=True)
    naf_2025 = models.CharField(max_length=6, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    headcount_band = models.CharField(max_length=4, blank=True)
    # technical side
    activity = models.TextField(blank=True)
    technical_profile = models.TextField(blank=True)
    equipment = models.TextField(blank=True)
    certifications = models.CharField(max_length=300, blank=True)
    # commercial side
    segment = models.ForeignKey(MarketSegment, models.PROTECT, null=True, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    abc_class = models.CharField(max_length=1, choices=AbcClass, blank=True)
    lifecycle = models.CharField(
        max_length=10, choices=Lifecycle, default=Lifecycle.PROSPECT
    )
    potential = AmountField(null=True, blank=True)
    is_critical = models.BooleanField(default=False)
    contact_cadence_days = models.PositiveIntegerField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    # financial side
    revenue = AmountField(null=True, blank=True)
    revenue_year = models.PositiveSmallIntegerField(null=True, blank=True)
    credit_limit = AmountField(null=True, blank=True)
    payment_habit = models.CharField(
        max_length=10, choices=PaymentHabit, default=PaymentHabit.UNKNOWN
    )
    payment_terms = models.CharField(max_length=120, blank=True)
    financial_note = models.TextField(blank=True)
    # where and how to reach it
    phone = models.CharField(max_length=60, blank=True)
    phone_digits = models.CharField(max_length=20, blank=True, editable=False)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    city_key = models.CharField(max_length=120, blank=True, editable=False)
    department_code = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, default="FR")
    time_zone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default="fr")
    currency = models.CharField(max_length=3, default="EUR")
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="entities"
    )
    note = models.TextField(blank=True)

    objects: ClassVar[Any] = OrganizationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # Holds what the scope asks, so that a list of few among many companies
            # is found without reading the others.
            models.Index(
                fields=["name_key", "id", "team", "is_shared"],
                condition=Q(deleted_at=None),
                name="directory_org_name",
            ),
            models.Index(
                fields=["owner", "lifecycle", "team", "is_shared"],
                condition=Q(deleted_at=None),
                name="directory_org_owner",
            ),
            models.Index(
                fields=["lifecycle", "name_key", "id", "team", "is_shared"],
                condition=Q(deleted_at=None),
                name="directory_org_lifecycle",
            ),
            models.Index(fields=["city_key"], name="directory_org_city"),
            # Customers by how long nobody has met them, for the day of who follows.
            models.Index(
                fields=["owner", "last_contact_on", "id"],
                condition=Q(is_customer=True, deleted_at=None),
                name="directory_org_silent",
            ),
            models.Index(fields=["siren"], name="directory_org_siren"),
            models.Index(fields=["vat_number"], name="directory_org_vat"),
            models.Index(fields=["external_ref"], name="directory_org_ref"),
            models.Index(fields=["phone_digits"], name="directory_org_phone"),
            models.Index(fields=["email"], name="directory_org_email"),
            models.Index(fields=["postcode"], name="directory_org_postcode"),
            models.Index(
                fields=["department_code", "name_key"], name="directory_org_department"
            ),
            models.Index(fields=["naf_rev2"], name="directory_org_naf"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cadence_days(self) -> int:
        """Days between two contacts: the account's own, else those of its class."""
        return self.contact_cadence_days or CADENCE_DAYS.get(self.abc_class, 120)

    @property
    def roles(self) -> list[str]:
        """The codes of the roles it plays for us."""
        return [code for code in ROLES if getattr(self, f"is_{code.lower()}")]


class Site(models.Model):
    """A place of a company: works, warehouse, office."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=200, blank=True)
    external_ref = models.CharField(max_length=80, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    department_code = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, default="FR")
    latitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True
    )
    naf_rev2 = models.CharField(max_length=6, blank=True)
    naf_2025 = models.CharField(max_length=6, blank=True)
    activity = models.CharField(max_length=300, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    is_main = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["siret"], name="directory_site_siret"),
            models.Index(fields=["external_ref"], name="directory_site_ref"),
            models.Index(fields=["department_code"], name="directory_site_department"),
        ]

    def __str__(self) -> str:
        return self.name or self.city or self.siret

    @property
    def place(self) -> str:
        """The postal address on one line, as a map understands it."""
        town = f"{self.postcode} {self.city}".strip()
        street = " ".join(self.address.split())
        return ", ".join(part for part in (street, town) if part)


class ContactQuerySet(ScopedQuerySet):
    """People; those of a shared company are read by all sales people."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's scope, and the people of shared companies."""
        return self.filter(readable(user))


class Contact(OwnedRecord):
    """A person in a company, with the role they play when it buys."""

    class BuyingRole(models.TextChoices):
        """What the person does in a purchase (« bons interlocuteurs »)."""

        PRESCRIBER = "PRESCRIBER", pgettext_lazy("buying role", "Prescriber")
        BUYER = "BUYER", pgettext_lazy("buying role", "Buyer")
        DECIDER = "DECIDER", pgettext_lazy("buying role", "Decider")
        USER = "USER", pgettext_lazy("buying role", "User")
        PAYER = "PAYER", pgettext_lazy("buying role", "Payer")
        OPPONENT = "OPPONENT", pgettext_lazy("buying role", "Opponent")

    class ConsentBasis(models.TextChoices):
        """Why this person may be written to (reliability.md §2.8)."""

        PROFESSIONAL = "PROFESSIONAL", _("Professional interest, informed")
        CONSENT = "CONSENT", _("Consent given")
        CONTRACT = "CONTRACT", _("Ongoing contract")
        NONE = "NONE", _("No basis recorded")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="contacts"
    )
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=160, editable=False)
    civility = models.CharField(max_length=10, blank=True)
    function = models.CharField(max_length=120, blank=True)
    buying_role = models.CharField(max_length=12, choices=BuyingRole, blank=True)
    email = models.EmailField(blank=True)
    is_generic_email = models.BooleanField(default=False)
    phone = models.CharField(max_length=60, blank=True)
    phone_digits = models.CharField(max_length=20, blank=True, editable=False)
    mobile = models.CharField(max_length=60, blank=True)
    mobile_digits = models.CharField(max_length=20, blank=True, editable=False)
    language = models.CharField(max_length=2, default="fr")
    external_ref = models.CharField(max_length=80, blank=True)
    consent_basis = models.CharField(
        max_length=14, choices=ConsentBasis, default=ConsentBasis.NONE
    )
    consent_source = models.CharField(max_length=200, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    last_contacted_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_shared = models.BooleanField(default=False, editable=False)
    note = models.TextField(blank=True)

    objects: ClassVar[Any] = ContactQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["name_key", "id", "team", "is_shared"],
                condition=Q(deleted_at=None),
                name="directory_contact_name",
            ),
            models.Index(fields=["email"], name="directory_contact_email"),
            models.Index(fields=["phone_digits"], name="directory_contact_phone"),
            models.Index(fields=["mobile_digits"], name="directory_contact_mobile"),
            models.Index(fields=["external_ref"], name="directory_contact_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def may_be_written_to(self) -> bool:
        """Whether mailings may reach this person; an opposition ends them for good."""
        return self.is_active and bool(self.email) and self.opted_out_at is None


class OrganizationLink(models.Model):
    """How two companies are tied: distributor, subcontractor, prescriber and so on."""

    class Kind(models.TextChoices):
        """Read from the first company to the second."""

        DISTRIBUTES = "DISTRIBUTES", _("distributes for")
        SUPPLIES = "SUPPLIES", _("supplies")
        SUBCONTRACTS = "SUBCONTRACTS", _("subcontracts for")
        PRESCRIBES = "PRESCRIBES", _("prescribes for")
        PARTNERS = "PARTNERS", _("is a partner of")
        SERVES = "SERVES", _("provides services to")

    source = models.ForeignKey(Organization, models.CASCADE, related_name="links_from")
    target = models.ForeignKey(Organization, models.CASCADE, related_name="links_to")
    kind = models.CharField(max_length=14, choices=Kind)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"], name="directory_link_unique"
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")),
                name="directory_link_joins_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}-{self.kind}-{self.target_id}"
