"""Sales supports: listed, added, opened, taken out of use."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals.views.pages import form_page, stored_file
from filon.files.http import list_response
from filon.files.uploads import check_upload
from filon.journal.http import once
from filon.kernel import clock
from filon.prospecting import policies, selectors, services
from filon.prospecting.forms import SupportForm, language_name
from filon.prospecting.models import SalesSupport, SupportUse
from filon.prospecting.views.tabs import tabs
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec


@scoped(can_read_sales)
def support_list(request: UserRequest) -> HttpResponseBase:
    """Show the sales supports and how often they were used."""
    create = reverse("prospecting:support-create")
    may_write = policies.can_plan(request.user)
    spec = ListSpec(
        title=_("Sales supports"),
        rows=selectors.supports(request.user),
        columns=_columns(),
        url=lambda row: reverse("prospecting:support-detail", args=[row.pk]),
        actions=[(_("New support"), create, "plus", True)] if may_write else [],
        empty=(
            _("No support yet"),
            _("Add data sheets, notices and references to hand over on visits."),
            create if may_write else "",
            _("New support"),
        ),
        file_name="supports",
    )
    return list_response(
        request,
        spec,
        template="prospecting/list.html",
        context={"tabs": tabs("supports")},
    )


def _columns() -> list[Column]:
    return [
        Column(
            _("Support"),
            lambda s: Cell(s.title, sub=_("edition %(no)s") % {"no": s.edition}),
        ),
        Column(_("Kind"), lambda s: s.get_kind_display()),
        Column(_("Language"), lambda s: language_name(s.language)),
        Column(_("Family"), lambda s: str(s.family or "")),
        Column(_("Segment"), lambda s: str(s.segment or "")),
        Column(
            _("Times used"), lambda s: str(s.used), value=lambda s: s.used, align="end"
        ),
        Column(
            _("State"),
            lambda s: (
                Cell(pgettext("support", "In use"), badge="good")
                if s.is_active
                else Cell(pgettext("support", "Out of use"), badge="neutral")
            ),
        ),
    ]


@scoped(can_read_sales)
def support_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one support and the contacts in which it was used."""
    support = _support(request, pk)
    uses = SupportUse.objects.filter(
        support=support, activity__in=selectors.activities(request.user)
    )
    facts = [
        (_("Kind"), support.get_kind_display()),
        (_("Edition"), support.edition),
        (_("Language"), language_name(support.language)),
        (_("Family"), str(support.family or "")),
        (_("Segment"), str(support.segment or "")),
        (_("File"), support.file.name if support.file else ""),
    ]
    context = {
        "support": support,
        "facts": facts,
        "uses": uses.select_related("activity__organization").order_by("-used_at")[:30],
        "may_edit": policies.can_edit(request.user, support),
        "trail": [(_("Sales supports"), reverse("prospecting:supports"))],
    }
    return render(request, "prospecting/support.html", context)


@scoped(can_write_sales)
@once
def support_create(request: UserRequest) -> HttpResponse:
    """Add a support with its file."""
    form = SupportForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        values = dict(form.cleaned_data)
        sent = values.pop("file")
        services.support_create(
            values=values,
            upload=check_upload(sent.name, sent) if sent else None,
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("The support is ready to be used."))
        return redirect("prospecting:supports")

    return form_page(
        request,
        form,
        act,
        title=_("New support"),
        cancel_url=reverse("prospecting:supports"),
    )


@scoped(can_write_sales)
@require_POST
def support_retire(request: UserRequest, pk: int) -> HttpResponse:
    """Take a support out of use, or back into use."""
    support = _support(request, pk)
    services.support_retire(
        support=support,
        is_active=not support.is_active,
        actor=request.user,
        now=clock.now(),
    )
    return redirect("prospecting:support-detail", pk=pk)


@scoped(can_read_sales)
def support_file(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the file of a support over."""
    support = _support(request, pk)
    if support.file is None:
        raise Http404
    return stored_file(support.file, inline=True)


def _support(request: UserRequest, pk: int) -> SalesSupport:
    rows = SalesSupport.objects.visible_to(request.user)
    support: SalesSupport = get_object_or_404(
        rows.select_related("file", "family", "segment"), pk=pk
    )
    return support
