"""A purchase order: uploaded or typed, compared, decided point by point."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.contracts import policies
from filon.contracts.forms import DecisionForm, PurchaseOrderForm, TypedOrderForm
from filon.contracts.models import IncomingOrder, Order, OrderDeviation
from filon.contracts.selectors import purchase_orders as selectors
from filon.contracts.selectors.acknowledgement import language_of
from filon.contracts.selectors.responses import (
    is_answered,
    order_response_file,
    said_of,
    value_text,
)
from filon.contracts.services import (
    NOT_ACCEPTABLE,
    deviation_decide,
    purchase_order_read,
    purchase_order_receive,
)
from filon.contracts.services.typing_orders import typed_order
from filon.contracts.views.uploads import checked
from filon.contracts.views.verifying import verification_context
from filon.coordination.views.downloads import download
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.form_pages import form_page

D = OrderDeviation.Decision
# What the buttons do, where the decision itself says what was done.
VERBS = {
    D.ACCEPTED: gettext_lazy("Accept as ordered"),
    D.KEPT: gettext_lazy("Keep our offer"),
    D.CORRECTION: gettext_lazy("Ask for a correction"),
}
TONES = {"OPEN": "warn", "ACCEPTED": "good", "KEPT": "info", "CORRECTION": "warn"}


@scoped(can_write_sales)
@once
def purchase_order_page(request: UserRequest, pk: int) -> HttpResponse:
    """Upload the customer's purchase order and compare it."""
    order = _order(request, pk)
    if too_late := _too_late(request, order):
        return too_late
    form = PurchaseOrderForm(
        request.POST or None,
        request.FILES or None,
        initial=selectors.usual_tolerances(order),
    )

    def save(said: dict[str, Any]) -> str:
        upload = checked(said["file"])
        if upload is None:
            raise Http404
        incoming = purchase_order_receive(
            order=order,
            received=purchase_order_read(upload=upload, number=said["number"]),
            tolerance=form.tolerance(),
            actor=request.user,
            now=clock.now(),
            upload=upload,
        )
        return _told(request, incoming)

    return form_page(
        request,
        form,
        title=_("Compare the purchase order"),
        subtitle=f"{order.number} · {order.organization}",
        save=save,
        cancel_url=_order_url(order),
        submit_label=_("Compare"),
        template="contracts/purchase_order_form.html",
        typed_url=reverse("contracts:purchase-order-typed", args=[order.pk]),
    )


@scoped(can_write_sales)
@once
def purchase_order_typed(request: UserRequest, pk: int) -> HttpResponse:
    """Type a purchase order that came on paper, and compare it."""
    order = _order(request, pk)
    if too_late := _too_late(request, order):
        return too_late
    agreed = selectors.agreed_of(order)
    form = TypedOrderForm(
        request.POST or None,
        request.FILES or None,
        initial={
            **selectors.usual_tolerances(order),
            "number": order.customer_reference,
            "issued_on": order.ordered_on,
        },
    )
    form.line_fields(agreed.lines)

    def save(said: dict[str, Any]) -> str:
        incoming = purchase_order_receive(
            order=order,
            received=typed_order(said, agreed),
            tolerance=form.tolerance(),
            actor=request.user,
            now=clock.now(),
            upload=checked(said["file"]),
        )
        return _told(request, incoming)

    lines = [
        (form[f"quantity-{line.key}"], form[f"price-{line.key}"])
        for line in agreed.lines
    ]
    return form_page(
        request,
        form,
        title=_("Type the purchase order"),
        subtitle=f"{order.number} · {order.organization}",
        save=save,
        cancel_url=_order_url(order),
        submit_label=_("Compare"),
        fieldsets=_fieldsets(form, [field for pair in lines for field in pair]),
    )


def _fieldsets(form: TypedOrderForm, lines: list[Any]) -> list[tuple[str, list[Any]]]:
    first = ("number", "issued_on", "requested_on", "total_net")
    terms = ("incoterm", "incoterm_place", "payment_terms", "postcode", "notes")
    limits = (
        "price_tolerance_percent",
        "quantity_tolerance_percent",
        "tolerance_days",
        "file",
    )
    return [
        (_("The order"), [form[name] for name in first]),
        (_("Lines"), [*lines, form["other_lines"]]),
        (_("Terms"), [form[name] for name in terms]),
        (_("Comparison"), [form[name] for name in limits]),
    ]


@scoped(can_read_sales)
@require_safe
def purchase_order_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a purchase order beside what was accepted."""
    return _page(request, pk)


def _page(
    request: UserRequest, pk: int, *, error: str = "", status: int = 200
) -> HttpResponse:
    try:
        sheet = selectors.purchase_order_sheet(user=request.user, pk=pk)
    except IncomingOrder.DoesNotExist:
        raise Http404 from None
    incoming = sheet.incoming
    order = incoming.order
    may_decide = incoming.is_current and policies.can_compare(request.user, order)
    context = {
        "sheet": sheet,
        "incoming": incoming,
        "order": order,
        "error": error,
        "rows": [_row(row, order, may_decide=may_decide) for row in sheet.deviations],
        "may_decide": may_decide,
        "open_count": sheet.open_count,
        "is_answered": is_answered(sheet.deviations),
        "is_settled": incoming.is_current and not sheet.open_count,
        **verification_context(incoming.verification),
        "trail": [
            (_("Orders and contracts"), reverse("contracts:list")),
            (order.number, _order_url(order)),
        ],
    }
    return render(request, "contracts/purchase_order.html", context, status=status)


def _row(row: OrderDeviation, order: Order, *, may_decide: bool) -> dict[str, Any]:
    choices = [D.ACCEPTED, D.KEPT, D.CORRECTION] if may_decide else []
    return {
        "deviation": row,
        "offered": value_text(row, row.offered, order.currency),
        "ordered": value_text(row, row.ordered, order.currency),
        "tone": TONES[row.decision],
        "said": said_of(row),
        "choices": [
            (choice.value, VERBS[choice])
            for choice in choices
            if choice != row.decision
            and not (choice == D.ACCEPTED and row.kind in NOT_ACCEPTABLE)
        ],
    }


@scoped(can_write_sales)
@require_POST
@once
def deviation_decide_page(request: UserRequest, pk: int) -> HttpResponse:
    """Decide about one deviation."""
    deviation = get_object_or_404(selectors.deviations(request.user), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        deviation_decide(
            deviation=deviation,
            actor=request.user,
            now=clock.now(),
            **form.cleaned_data,
        )
    except DomainError as refusal:
        return _page(
            request, deviation.purchase_order_id, error=str(refusal), status=422
        )
    url = reverse("contracts:purchase-order", args=[deviation.purchase_order_id])
    return redirect(f"{url}#deviation-{deviation.pk}")


@scoped(can_read_sales)
@require_safe
def purchase_order_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the file as it arrived."""
    rows = selectors.purchase_orders(request.user)
    return download(get_object_or_404(rows, pk=pk).file)


@scoped(can_read_sales)
@require_safe
def purchase_order_response(request: UserRequest, pk: int) -> HttpResponse:
    """Give our answer as an Order-X response, in the customer's language."""
    incoming = get_object_or_404(selectors.purchase_orders(request.user), pk=pk)
    decided = selectors.decided_of(incoming)
    if not is_answered(decided):
        messages.error(request, _("Decide about every deviation before you answer."))
        return redirect("contracts:purchase-order", pk=pk)
    with translation.override(language_of(incoming.order)):
        content = order_response_file(incoming.order, incoming, decided)
    response = HttpResponse(content, content_type="application/xml")
    name = f"{incoming.order.number}-order-x.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _told(request: UserRequest, incoming: IncomingOrder) -> str:
    """Say how many deviations there are, and lead to them."""
    count = incoming.deviations.count()
    if count:
        text = ngettext(
            "%(count)s deviation to decide.", "%(count)s deviations to decide.", count
        )
        messages.warning(request, text % {"count": count})
    else:
        messages.success(request, _("The purchase order conforms to our offer."))
    return reverse("contracts:purchase-order", args=[incoming.pk])


def _order(request: UserRequest, pk: int) -> Order:
    rows = Order.objects.visible_to(request.user).select_related(
        "organization", "revision__acceptance", "revision__offer"
    )
    order: Order = get_object_or_404(rows, pk=pk)
    return order


def _too_late(request: UserRequest, order: Order) -> HttpResponse | None:
    """Lead back to an order that is not compared any more, and say why."""
    if policies.can_compare(request.user, order):
        return None
    messages.error(
        request,
        _("Only an order that is not confirmed is compared with a purchase order."),
    )
    return redirect(_order_url(order))


def _order_url(order: Order) -> str:
    return reverse("contracts:order-detail", args=[order.pk])
