"""The customer accepts an offer through their link, without an account."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from filon.contracts.forms import PublicAcceptanceForm
from filon.contracts.services import accept_public
from filon.coordination.links import link_page, page_url
from filon.coordination.models import PublicLink
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.errors import status_of


@link_page(PublicLink.Purpose.OFFER)
@require_POST
@once
def accept(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Take the acceptance; the page of the offer then shows it."""
    form = PublicAcceptanceForm(request.POST)
    error, status = "", 422
    if form.is_valid():
        try:
            accept_public(
                link=link,
                request=request,
                answer=form.signing(options=form.ticked(), has_authority=True),
                code=form.cleaned_data["code"],
                now=clock.now(),
            )
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
        else:
            return redirect(page_url(link))
    ticked = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name == "options" or name.startswith("alternative-")
    }
    chosen = urlencode(ticked, doseq=True)
    back = f"{page_url(link)}?{chosen}#statement" if chosen else page_url(link)
    context = {"error": error, "offer_url": back}
    return render(request, "contracts/public_refused.html", context, status=status)
