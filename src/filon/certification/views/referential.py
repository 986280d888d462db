"""The referential: three published columns, versions, what changed between two."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.certification import policies, referential
from filon.certification.forms.candidates import ReferentialForm
from filon.certification.models import Referential
from filon.certification.selectors import paths, screens, versions
from filon.certification.selectors.versions import spoken, text_of
from filon.certification.services import referential as services
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import signed_in, with_right
from filon.web.form_pages import form_page

TONES = {"DRAFT": "warn", "PUBLISHED": "good", "RETIRED": "neutral"}


@dataclass(frozen=True, slots=True)
class ElementLine:
    """A criterion or item with the screens that bring its proof."""

    code: str
    text: str
    screens: list[screens.Screen]
    items: list[ElementLine]


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """A competency with its criteria under their headings."""

    competency: referential.Competency
    title: str
    purpose: str
    groups: list[tuple[str, list[ElementLine]]]


@signed_in
def referential_page(request: UserRequest) -> HttpResponse:
    """Show the version in use."""
    version = versions.published().first()
    if version is None:
        return render(
            request,
            "certification/no_referential.html",
            {"may_load": policies.can_organize(request.user)},
        )
    return _page(request, version)


@signed_in
def referential_version(request: UserRequest, pk: int) -> HttpResponse:
    """Show a version; drafts are for the exam centre."""
    rows = Referential.objects.defer("source")
    if not policies.can_organize(request.user):
        rows = rows.exclude(status=Referential.Status.DRAFT)
    return _page(request, get_object_or_404(rows, pk=pk))


def _page(request: UserRequest, version: Referential) -> HttpResponse:
    content = versions.content_of(version)
    others = Referential.objects.exclude(pk=version.pk).defer("source")
    may_organize = policies.can_organize(request.user)
    if not may_organize:
        others = others.exclude(status=Referential.Status.DRAFT)
    context = {
        "version": version,
        "tone": TONES[version.status],
        "content": content,
        "title": spoken(content.title_fr, content.title_en),
        "totals": content.totals(),
        "modalities": [spoken(m.fr, m.en) for m in content.modalities],
        "blocks": [
            (
                block,
                spoken(block.title_fr, block.title_en),
                _lines(content, block, user),
            )
            for user in [request.user]
            for block in content.blocks
        ],
        "others": list(others.order_by("code", "-pk")),
        "may_organize": may_organize,
    }
    return render(request, "certification/referential.html", context)


def _lines(
    content: referential.Referential, block: referential.Block, user: User
) -> list[CompetencyLine]:
    labels = versions.evidence_labels(content)
    return [
        CompetencyLine(
            competency,
            spoken(competency.title_fr, competency.title_en),
            spoken(competency.purpose_fr, competency.purpose_en),
            [
                (
                    spoken(heading.fr, heading.en),
                    [
                        _line(criterion, user, labels)
                        for criterion in competency.under(heading.id)
                    ],
                )
                for heading in content.headings
            ],
        )
        for competency in block.competencies
    ]


def _line(
    element: referential.Criterion | referential.Item,
    user: User,
    labels: dict[str, str],
) -> ElementLine:
    items = element.items if isinstance(element, referential.Criterion) else ()
    return ElementLine(
        element.id,
        text_of(element),
        screens.screens_of(element.evidence, user, labels),
        [_line(item, user, labels) for item in items],
    )


@signed_in
def referential_screen(request: UserRequest, route: str) -> HttpResponse:
    """Show the criteria of a screen; the panel at its foot asks for them."""
    types = screens.evidence_on(route)
    if not types:
        raise Http404
    pk = request.GET.get("pk", "")
    kind = screens.kind_of_page(route) if pk.isdecimal() else ""
    context = {
        "criteria": versions.criteria_of_types(types),
        "evidence_url": paths.use_as_evidence_url(request.user, kind, pk),
    }
    part = "#criteria" if getattr(request, "htmx", False) else ""
    return render(request, f"certification/screen.html{part}", context)


@signed_in
def referential_compare(request: UserRequest, pk: int, other: int) -> HttpResponse:
    """Show what changes from one version to another."""
    rows = Referential.objects.defer("source")
    if not policies.can_organize(request.user):
        rows = rows.exclude(status=Referential.Status.DRAFT)
    old, new = get_object_or_404(rows, pk=pk), get_object_or_404(rows, pk=other)
    labels = {
        "added": (pgettext("criterion", "Added"), "good"),
        "removed": (pgettext("criterion", "Removed"), "bad"),
        "reworded": (pgettext("criterion", "Reworded"), "warn"),
    }
    lines = [(*labels[line.kind], line) for line in versions.compared(old, new)]
    context = {"old": old, "new": new, "lines": lines}
    return render(request, "certification/compare.html", context)


@with_right(policies.can_organize)
@once
def referential_load(request: UserRequest) -> HttpResponse:
    """Load a version from a file, as a draft."""

    def save(values: dict[str, str]) -> str:
        loaded = services.referential_load(
            text=values["file"], actor=request.user, now=clock.now()
        )
        pk = loaded.referential.pk
        return reverse("certification:referential-version", args=[pk])

    return form_page(
        request,
        ReferentialForm(request.POST or None, request.FILES or None),
        title=_("Load a version of a referential"),
        save=save,
        cancel_url=reverse("certification:referential"),
    )


@with_right(policies.can_organize)
@require_POST
def referential_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Publish a draft for good."""
    version = get_object_or_404(Referential, pk=pk)
    try:
        services.referential_publish(
            referential=version, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("certification:referential-version", pk=pk)
