"""Users, teams, departments, the company, and the base of every owned record."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person does here; it decides what they read, see and may do."""

    SALESPERSON = "SALESPERSON", pgettext_lazy("role", "Technical salesperson")
    MANAGER = "MANAGER", pgettext_lazy("role", "Sales manager")
    DIRECTOR = "DIRECTOR", pgettext_lazy("role", "Director")
    SALES_ADMIN = "SALES_ADMIN", pgettext_lazy("role", "Sales administration")
    EXPERT = "EXPERT", pgettext_lazy("role", "Internal expert")
    READ_ONLY = "READ_ONLY", pgettext_lazy("role", "Read-only")
    ADMINISTRATOR = "ADMINISTRATOR", pgettext_lazy("role", "Administrator")
    CANDIDATE = "CANDIDATE", pgettext_lazy("role", "Candidate")
    TUTOR = "TUTOR", pgettext_lazy("role", "Tutor")
    EVALUATOR = "EVALUATOR", pgettext_lazy("role", "Evaluator")
    OFFICER = "OFFICER", pgettext_lazy("role", "Exam-centre officer")


READS_ALL_SALES = frozenset(
    {Role.DIRECTOR, Role.SALES_ADMIN, Role.READ_ONLY, Role.ADMINISTRATOR}
)
READS_TEAM_SALES = frozenset({Role.SALESPERSON, Role.MANAGER})
READS_SALES = READS_ALL_SALES | READS_TEAM_SALES


class DepartmentKind(models.TextChoices):
    """The departments that a salesperson works with."""

    SALES = "SALES", _("Sales")
    ENGINEERING = "ENGINEERING", _("Engineering")
    METHODS = "METHODS", _("Methods")
    PRODUCTION = "PRODUCTION", _("Production")
    PURCHASING = "PURCHASING", _("Purchasing")
    QUALITY = "QUALITY", _("Quality")
    LOGISTICS = "LOGISTICS", _("Logistics")
    SALES_ADMIN = "SALES_ADMIN", _("Sales administration")
    AFTER_SALES = "AFTER_SALES", _("After-sales")
    FINANCE = "FINANCE", _("Finance")
    RESEARCH = "RESEARCH", _("Research and development")
    HSE = "HSE", _("Health, safety, environment")
    LEGAL = "LEGAL", _("Legal and export")


class Department(models.Model):
    """A department of the company that can be consulted or informed."""

    kind = models.CharField(_("kind"), max_length=20, choices=DepartmentKind)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], name="accounts_department_name_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A sales team; its records are read by its members and its manager."""

    name = models.CharField(_("name"), max_length=120)
    manager = models.ForeignKey(
        "User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_teams",
        verbose_name=_("manager"),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="accounts_team_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Creates users; the e-mail is the login."""

    use_in_migrations = True

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """Create a user; without a password only a sign-in link lets them in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of an e-mail in any case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in."""

    class WorkMode(models.TextChoices):
        """Whether the day is led by calls or by visits."""

        SEDENTARY = "SEDENTARY", pgettext_lazy("work mode", "Sedentary (calls)")
        ITINERANT = "ITINERANT", pgettext_lazy("work mode", "Itinerant (visits)")

    class Language(models.TextChoices):
        """Languages of the interface."""

        FR = "fr", _("French")
        EN = "en", _("English")

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    role = models.CharField(
        _("role"), max_length=20, choices=Role, default=Role.SALESPERSON
    )
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("team"),
    )
    reports_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reports to"),
    )
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("department"),
    )
    work_mode = models.CharField(
        _("work mode"),
        max_length=12,
        choices=WorkMode,
        default=WorkMode.ITINERANT,
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FR
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    calendar_token_hash = models.CharField(max_length=64, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters for an avatar."""
        letters = f"{self.first_name[:1]}{self.last_name[:1]}"
        return letters.upper() or self.email[:2].upper()

    @cached_property
    def managed_team_ids(self) -> list[int]:
        """The active teams that this person leads.

        The sign-in backend brings the first one along, so that leading one team
        costs no query of its own.
        """
        brought = vars(self)
        if "led_first" in brought and brought["led_second"] is None:
            first = brought["led_first"]
            return [] if first is None else [first]
        teams = Team.objects.filter(manager_id=self.pk, is_active=True)
        return list(teams.values_list("pk", flat=True))

    @property
    def reads_sales(self) -> bool:
        """Whether any sales record can be visible to this person."""
        return self.role in READS_SALES


class SignInLink(models.Model):
    """A link that signs one person in, once, before a date."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}/{self.pk}"


class RateBucket(models.Model):
    """How many tries a key (address, account, link) has made in a period."""

    key = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class CompanyProfile(models.Model):
    """The company that uses this installation: particulars, size, habits.

    One row: an installation is one company.
    """

    class Activity(models.TextChoices):
        """What the company supplies to industry."""

        GOODS = "GOODS", _("Goods")
        SERVICES = "SERVICES", _("Services")
        BOTH = "BOTH", _("Goods and services")

    class Size(models.TextChoices):
        """Headcount band; it proposes the approval chain."""

        MICRO = "MICRO", _("1 to 9 people")
        SMALL = "SMALL", _("10 to 49 people")
        MEDIUM = "MEDIUM", _("50 to 249 people")
        LARGE = "LARGE", _("250 people or more")

    class AcceptanceProof(models.TextChoices):
        """What a customer who accepts through their link must do beyond that."""

        CLICK = "CLICK", _("Nothing more: the link is personal")
        CODE = "CODE", _("Type a one-time code sent to them by e-mail")

    name = models.CharField(_("name"), max_length=200, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    share_capital = models.CharField(_("share capital"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    rcs_city = models.CharField(_("RCS city"), max_length=120, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    naf_code = models.CharField(_("NAF code"), max_length=6, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = models.BinaryField(_("logo"), null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)
    activity = models.CharField(
        _("activity"), max_length=10, choices=Activity, default=Activity.BOTH
    )
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    departments = models.ManyToManyField(
        Department, blank=True, verbose_name=_("departments present")
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    timezone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    margin_floor_percent = models.DecimalField(
        _("floor of the margin rate on price (%)"),
        max_digits=5,
        decimal_places=2,
        default=24,
    )
    margin_target_percent = models.DecimalField(
        _("target of the margin rate on price (%)"),
        max_digits=5,
        decimal_places=2,
        default=30,
    )
    free_discount_percent = models.DecimalField(
        _("discount a salesperson may grant alone (%)"),
        max_digits=5,
        decimal_places=2,
        default=10,
    )
    acceptance_proof = models.CharField(
        _("acceptance of an offer by link"),
        max_length=10,
        choices=AcceptanceProof,
        default=AcceptanceProof.CLICK,
    )
    is_set_up = models.BooleanField(_("set up"), default=False)
    is_exam_centre = models.BooleanField(_("also an exam centre"), default=False)
    is_demo = models.BooleanField(_("demonstration company"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pk=1), name="accounts_company_profile_is_single"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a person and a team, and may lie in the trash."""

    def visible_to(self, user: User) -> Self:
        """Keep what this person may read, the trash left out."""
        return self.alive().filter(scope_of(user))

    def alive(self) -> Self:
        """Leave out what lies in the trash."""
        return self.filter(deleted_at=None)


def scope_of(user: User, path: str = "") -> Q:
    """Return the filter of the records that this person may read.

    :param path: lookup prefix to the record that carries `owner` and `team`
        (e.g. "deal__"), empty for the record itself.

    Salesperson: the own team's records; without a team, the own ones and those of the
    people who report to them. Manager: the own teams'. Director, sales administration,
    administrator and read-only: all. Everybody else reads no sales record here.
    """
    if not user.is_active:
        return Q(pk__in=[])
    if user.role in READS_ALL_SALES:
        return Q()
    if user.role in READS_TEAM_SALES:
        teams = team_ids_of(user)
        if len(teams) == 1:
            return Q(**{f"{path}team_id": teams[0]})
        if teams:
            return Q(**{f"{path}team_id__in": teams})
        return Q(**{f"{path}owner_id": user.pk}) | Q(
            **{f"{path}owner__reports_to_id": user.pk}
        )
    return Q(pk__in=[])


def team_ids_of(user: User) -> list[int]:
    """Return the teams whose records this person reads.

    One query for a manager, remembered as long as this object of the person lives: a
    page asks for the scope of many kinds of records.
    """
    own = [] if user.team_id is None else [user.team_id]
    if user.role != Role.MANAGER:
        return own
    return sorted({*own, *user.managed_team_ids})


class OwnedRecord(models.Model):
    """Base of every record of the flow: who owns it, since when, in which version."""

    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team"),
    )
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(_("updated at"))
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def ownership(actor: User, now: Any) -> dict[str, Any]:
    """Return the field values of a record that `actor` creates for themselves."""
    return {
        "owner": actor,
        "team_id": actor.team_id,
        "created_by": actor,
        "created_at": now,
        "updated_at": now,
    }
