"""The technical vocabulary in both languages."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_maintain_base, can_read_sales
from filon.catalog import selectors, services
from filon.catalog.forms import TermForm
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.listing import Cell, Column, ListSpec


@scoped(can_read_sales)
def term_list(request: UserRequest) -> HttpResponseBase:
    """Show the vocabulary."""
    may_write = can_maintain_base(request.user)
    create = reverse("catalog:term-create")
    return list_response(
        request,
        ListSpec(
            title=_("Vocabulary"),
            rows=selectors.terms(),
            columns=[
                Column(
                    _("French"),
                    lambda t: Cell(t.term_fr, sub=t.definition_fr),
                    sort="term_fr",
                ),
                Column(
                    _("English"),
                    lambda t: Cell(t.term_en, sub=t.definition_en),
                    sort="term_en",
                ),
                Column(_("Family"), lambda t: str(t.family or "")),
            ],
            default_sort="term_fr",
            search=lambda q: Q(term_fr__icontains=q) | Q(term_en__icontains=q),
            actions=[(_("New word"), create, "plus", True)] if may_write else [],
            empty=(
                _("No word yet"),
                _("Technical words appear in the offer editor with their definition."),
                create if may_write else "",
                _("New word"),
            ),
            file_name="vocabulary",
        ),
    )


@with_right(can_maintain_base)
@once
def term_create(request: UserRequest) -> HttpResponse:
    """Add a word."""
    form = TermForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.term_add(
                values=form.cleaned_data, actor=request.user, now=clock.now()
            )
            return redirect("catalog:terms")
        except DomainError as refusal:
            error = str(refusal)
    context = {
        "title": _("New word"),
        "form": form,
        "error": error,
        "cancel_url": reverse("catalog:terms"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)
