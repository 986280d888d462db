"""Prices asked of suppliers: sent, answered by link, compared, taken as costs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_see_cost
from filon.accounts.services import company
from filon.coordination.links import link_page
from filon.coordination.models import PublicLink
from filon.deals.views.pages import form_page
from filon.directory.models import Organization
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms.requests import (
    PriceRequestForm,
    QuoteCostsForm,
    QuoteForm,
    first_due,
)
from filon.offers.models import (
    OfferLine,
    OfferRevision,
    PriceRequest,
    SupplierQuote,
)
from filon.offers.selectors.requests import (
    chosen_prices,
    comparison_rows,
    price_request,
    public_quote,
    request_document,
)
from filon.offers.views.page import revision_or_404
from filon.web.access import scoped
from filon.web.errors import status_of

ANSWER = PublicLink.Purpose.PRICE_REQUEST
TONES = {"ASKED": "info", "ANSWERED": "good", "DECLINED": "neutral"}


@scoped(policies.can_create)
@once
def request_add(request: UserRequest, pk: int) -> HttpResponse:
    """Choose lines and suppliers, and send them the request."""
    revision = revision_or_404(request, pk)
    lines = OfferLine.objects.filter(revision=revision, kind=OfferLine.Kind.ITEM)
    suppliers = Organization.objects.visible_to(request.user).filter(is_supplier=True)
    form = PriceRequestForm(
        request.POST or None,
        lines=lines.order_by("position", "pk"),
        suppliers=suppliers.order_by("name", "pk"),
        initial=first_due(clock.today()),
    )

    def act() -> HttpResponse:
        made = services.price_request_send(
            revision=revision,
            actor=request.user,
            now=clock.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("The request is on its way."))
        return redirect("offers:price-request", pk, made.pk)

    return form_page(
        request,
        form,
        act,
        title=_("Ask suppliers for prices"),
        subtitle=revision.offer.title,
        submit_label=_("Ask"),
        cancel_url=reverse("offers:feasibility", args=[pk]),
    )


@scoped(policies.can_read)
@require_safe
def request_detail(request: UserRequest, pk: int, request_pk: int) -> HttpResponse:
    """Show the answers side by side; prices only to who may see costs."""
    revision = revision_or_404(request, pk)
    return _page(request, revision, _found(revision, request_pk))


def _page(
    request: UserRequest, revision: OfferRevision, asked: PriceRequest, error: str = ""
) -> HttpResponse:
    sees_cost = can_see_cost(request.user)
    profile = request.company = company()
    lines = OfferLine.objects.filter(revision=revision).only(
        "supplier_price_id", "revision_id"
    )
    today = clock.today()
    quotes = [
        {
            "row": quote,
            "tone": TONES[quote.status],
            "is_over": quote.valid_until is not None and quote.valid_until < today,
            "ends_early": quote.valid_until is not None
            and revision.valid_until is not None
            and quote.valid_until < revision.valid_until,
            "needs_rate": quote.status == SupplierQuote.Status.ANSWERED
            and quote.currency != profile.currency
            and quote.exchange_rate is None,
        }
        for quote in asked.quotes.all()
    ]
    context = {
        "revision": revision,
        "offer": revision.offer,
        "asked": asked,
        "error": error,
        "quotes": quotes,
        "rows": [
            (row, list(zip(row.cells, quotes, strict=True)))
            for row in comparison_rows(
                asked, currency=profile.currency, chosen=chosen_prices(lines)
            )
        ],
        "sees_cost": sees_cost,
        "company_currency": profile.currency,
        "may_choose": sees_cost and policies.can_edit(request.user, revision),
        "may_record": sees_cost and policies.can_create(request.user),
        "trail": [
            (_("Offers"), reverse("offers:list")),
            (revision.offer.title, reverse("offers:revision", args=[revision.pk])),
            (_("Feasibility"), reverse("offers:feasibility", args=[revision.pk])),
        ],
    }
    status = 422 if error else 200
    return render(request, "offers/price_request.html", context, status=status)


def _found(revision: OfferRevision, pk: int) -> PriceRequest:
    found = price_request(revision, pk)
    if found is None:
        raise Http404
    return found


def _quote(asked: PriceRequest, pk: int) -> SupplierQuote:
    quote = next((row for row in asked.quotes.all() if row.pk == pk), None)
    if quote is None:
        raise Http404
    quote.request = asked
    return quote


@scoped(policies.can_create)
@require_POST
def price_choose(
    request: UserRequest, pk: int, request_pk: int, price_pk: int
) -> HttpResponse:
    """Make a price the cost of its line."""
    revision = revision_or_404(request, pk)
    asked = _found(revision, request_pk)
    price = next(
        (
            price
            for quote in asked.quotes.all()
            for price in quote.prices.all()
            if price.pk == price_pk
        ),
        None,
    )
    if price is None:
        raise Http404
    price.quote = _quote(asked, price.quote_id)
    try:
        line = services.price_choose(
            price=price, revision=revision, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _page(request, revision, asked, str(refusal))
    text = _("The cost of %(line)s is now the one of %(name)s.")
    words = {"line": line.designation, "name": price.quote.supplier}
    messages.success(request, text % words)
    return redirect("offers:price-request", pk, request_pk)


@scoped(can_see_cost)
@once
def quote_costs(
    request: UserRequest, pk: int, request_pk: int, quote_pk: int
) -> HttpResponse:
    """Say what a quotation costs us beside its prices."""
    revision = revision_or_404(request, pk)
    quote = _quote(_found(revision, request_pk), quote_pk)
    names = QuoteCostsForm.base_fields
    form = QuoteCostsForm(
        request.POST or None, initial={name: getattr(quote, name) for name in names}
    )

    def act() -> HttpResponse:
        services.quote_costs_set(
            quote=quote, actor=request.user, now=clock.now(), **form.cleaned_data
        )
        return redirect("offers:price-request", pk, request_pk)

    return form_page(
        request,
        form,
        act,
        title=_("Costs to our door"),
        subtitle=str(quote.supplier),
        cancel_url=reverse("offers:price-request", args=[pk, request_pk]),
    )


@scoped(can_see_cost)
@once
def quote_record(
    request: UserRequest, pk: int, request_pk: int, quote_pk: int
) -> HttpResponse:
    """Type in a quotation that came by mail or phone."""
    revision = revision_or_404(request, pk)
    asked = _found(revision, request_pk)
    quote = _quote(asked, quote_pk)
    form = QuoteForm(
        request.POST or None, lines=asked.lines.all(), currency=quote.currency
    )

    def act() -> HttpResponse:
        services.quote_answer(
            quote=quote, quoted=form.quoted(), actor=request.user, now=clock.now()
        )
        return redirect("offers:price-request", pk, request_pk)

    return form_page(
        request,
        form,
        act,
        template="offers/quote_form.html",
        title=_("Record the quotation of %(name)s") % {"name": quote.supplier},
        cancel_url=reverse("offers:price-request", args=[pk, request_pk]),
    )


@scoped(policies.can_read)
@require_safe
def request_pdf(request: UserRequest, pk: int, request_pk: int) -> HttpResponseBase:
    """Give the request as suppliers read it."""
    asked = _found(revision_or_404(request, pk), request_pk)
    return _pdf(asked, None, translation.get_language() or "fr")


@link_page(ANSWER)
@require_safe
def public_pdf(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Give the supplier the request as a document."""
    quote = _public(link)
    return _pdf(quote.request, quote, link.language)


@link_page(ANSWER)
@once
def public_page(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    """Show a supplier what is asked, and take the prices or the refusal."""
    quote = _public(link)
    form = QuoteForm(
        request.POST if request.method == "POST" else None,
        lines=quote.request.lines.order_by("pk"),
        currency=quote.currency,
    )
    error, status = "", 200
    if request.method == "POST":
        error, status = _answered(request, link, quote, form)
        if status == 302:
            return redirect(request.path)
        quote.refresh_from_db(fields=["status"])
    context = {"quote": quote, "asked": quote.request, "form": form, "error": error}
    return render(request, "offers/public_price_request.html", context, status=status)


def _answered(
    request: HttpRequest, link: PublicLink, quote: SupplierQuote, form: QuoteForm
) -> tuple[str, int]:
    """Take what was sent; return the refusal and the status, 302 once it is taken."""
    is_refused = "decline" in request.POST
    if not is_refused and not form.is_valid():
        return "", 422
    try:
        if is_refused:
            services.quote_decline(
                quote=quote,
                comment=request.POST.get("comment", "")[:2000],
                link=link,
                request=request,
                now=clock.now(),
            )
        else:
            services.quote_answer(
                quote=quote,
                quoted=form.quoted(),
                link=link,
                request=request,
                now=clock.now(),
            )
    except DomainError as refusal:
        return str(refusal), status_of(refusal)
    return "", 302


def _public(link: PublicLink) -> SupplierQuote:
    quote = public_quote(link)
    if quote is None:
        raise Http404
    return quote


def _pdf(
    asked: PriceRequest, quote: SupplierQuote | None, language: str
) -> HttpResponseBase:
    with translation.override(language):
        document = request_document(asked, quote)
        name = _("request-for-prices")
    content = render_document(document, language=language, company=company_header())
    return pdf_response(content, f"{name}-{asked.pk}.pdf")
