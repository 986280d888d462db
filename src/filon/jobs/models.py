"""The queue of background work, and the clock that feeds it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import Role, User


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by who may read them and by what may be done with them."""

    def visible_to(self, user: User) -> Self:
        """Keep all for an administrator, the own ones for everybody else."""
        if not user.is_active:
            return self.none()
        if user.role == Role.ADMINISTRATOR:
            return self
        return self.filter(requested_by=user)

    def unfinished(self) -> Self:
        """Keep what waits or runs."""
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])

    def due(self, now: datetime) -> Self:
        """Keep what waits and may start."""
        return self.filter(status=Job.Status.QUEUED, run_at__lte=now)


class Job(models.Model):
    """One piece of background work, from the request to its result.

    `done` and `total` count whatever the handler counts; `checkpoint` is its own memory
    for going on after a kill. Sentences are kept as English messages with parameters.
    """

    class Status(models.TextChoices):
        """Where the work stands."""

        QUEUED = "QUEUED", pgettext_lazy("job", "Queued")
        RUNNING = "RUNNING", pgettext_lazy("job", "Running")
        DONE = "DONE", pgettext_lazy("job", "Done")
        FAILED = "FAILED", pgettext_lazy("job", "Failed")
        CANCELLED = "CANCELLED", pgettext_lazy("job", "Cancelled")

    kind = models.CharField(_("kind"), max_length=80)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=160, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.QUEUED
    )
    done = models.PositiveBigIntegerField(pgettext_lazy("job", "done"), default=0)
    total = models.PositiveBigIntegerField(pgettext_lazy("job", "to do"), null=True)
    step = models.CharField(_("step"), max_length=200, blank=True)
    step_params = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    run_at = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    requested_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    created_at = models.DateTimeField(_("requested at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "run_at"], name="jobs_job_due"),
            models.Index(fields=["requested_by", "-id"], name="jobs_job_requester"),
            models.Index(fields=["finished_at"], name="jobs_job_finished"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=Q(status__in=["QUEUED", "RUNNING"]) & ~Q(dedupe_key=""),
                name="jobs_job_dedupe_unfinished",
            ),
            models.CheckConstraint(
                condition=~Q(status="RUNNING")
                | (Q(lease_until__isnull=False) & ~Q(worker="")),
                name="jobs_job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["QUEUED", "RUNNING"], finished_at__isnull=True)
                | Q(
                    status__in=["DONE", "FAILED", "CANCELLED"],
                    finished_at__isnull=False,
                ),
                name="jobs_job_finished_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or runs."""
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}

    @property
    def step_text(self) -> str:
        """What it is doing, in the active language."""
        return _sentence(self.step, self.step_params)

    @property
    def outcome(self) -> str:
        """The sentence of its result, in the active language."""
        return _sentence(self.result.get("message", ""), self.result.get("params"))

    @property
    def outcome_url(self) -> str:
        """The page that its result leads to, inside Filon, or nothing."""
        url = str(self.result.get("url", ""))
        return url if url.startswith("/") and not url.startswith("//") else ""

    @property
    def percent(self) -> int | None:
        """Progress from 0 to 100, or None where the amount of work is unknown."""
        if not self.total:
            return None
        return min(100, int(100 * self.done / self.total))


class Schedule(models.Model):
    """Work that comes back: every so many seconds, or daily at a company time.

    `next_run_at` decides alone: it only ever moves forward, so a clock set back for an
    hour repeats nothing, and of two workers the one whose UPDATE finds it unchanged
    queues the job.
    """

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    every_seconds = models.PositiveIntegerField(null=True)
    daily_at = models.TimeField(null=True)
    is_active = models.BooleanField(default=True)
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_run_at"], name="jobs_schedule_next")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(every_seconds__gt=0, daily_at__isnull=True)
                | Q(every_seconds__isnull=True, daily_at__isnull=False),
                name="jobs_schedule_one_rhythm",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def occurrence_after(self, moment: datetime) -> datetime:
        """Return the first time of this rhythm that is later than `moment`.

        A daily time is read in the company's time zone; one that the change to summer
        time skips falls an hour later, one that comes twice counts once.
        """
        if self.daily_at is None:
            return moment + timedelta(seconds=self.every_seconds or 1)
        local = timezone.localtime(moment)
        for days in (0, 1, 2):
            day = local.date() + timedelta(days=days)
            at = datetime.combine(day, self.daily_at, tzinfo=local.tzinfo)
            if at.astimezone(moment.tzinfo) > moment:
                return at.astimezone(moment.tzinfo)
        raise AssertionError  # two days always hold a later time


def _sentence(message: str, params: Any) -> str:
    if not message:
        return ""
    text = gettext(message)
    try:
        return text % params if params else text
    except (KeyError, TypeError, ValueError):
        return text
