"""The table of prices by quantity of one line."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import BreaksForm
from filon.offers.views.lines import line_or_404
from filon.offers.views.page import back_to
from filon.web.access import scoped


@scoped(policies.can_create)
def breaks_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Choose the quantities at which the line is priced too."""
    line = line_or_404(request, pk)
    known = line.breaks.order_by("quantity").values_list("quantity", flat=True)
    initial = {"quantities": " ".join(f"{q.normalize():f}" for q in known)}
    form = BreaksForm(request.POST or None, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.breaks_set(
                line=line,
                quantities=form.cleaned_data["quantities"],
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(line.revision, anchor=f"#line-{line.pk}")
    context = {
        "title": _("Prices by quantity"),
        "subtitle": line.designation,
        "form": form,
        "error": error,
        "cancel_url": reverse("offers:line-edit", args=[pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)
