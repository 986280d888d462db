"""Price lists with their rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_maintain_base, can_read_sales
from filon.catalog import services
from filon.catalog.forms import PriceListForm, PriceRuleForm
from filon.catalog.models import Item, PriceList, PriceRule
from filon.directory.models import Organization
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.listing import Column, ListSpec
from filon.web.templatetags.filon import day, percent, price, quantity


def visible_lists(request: UserRequest) -> Any:
    """Return the lists for everybody and those of the companies one may read."""
    companies = Organization.objects.visible_to(request.user)
    rows = PriceList.objects.select_related("organization", "segment")
    return rows.filter(organization=None) | rows.filter(organization__in=companies)


@scoped(can_read_sales)
def price_lists(request: UserRequest) -> HttpResponseBase:
    """Show the price lists."""
    may_write = can_maintain_base(request.user)
    create = reverse("catalog:price-list-create")
    return list_response(
        request,
        ListSpec(
            title=_("Price lists"),
            rows=visible_lists(request),
            columns=[
                Column(_("Name"), lambda p: p.name, sort="name"),
                Column(_("For"), lambda p: p.get_kind_display()),
                Column(_("Customer"), lambda p: str(p.organization or "")),
                Column(_("Currency"), lambda p: p.currency),
                Column(_("Valid until"), lambda p: day(p.valid_until)),
            ],
            url=lambda p: reverse("catalog:price-list-detail", args=[p.pk]),
            default_sort="name",
            actions=[(_("New price list"), create, "plus", True)] if may_write else [],
            empty=(
                _("No price list yet"),
                _("Items are offered at their own price until a list says otherwise."),
                create if may_write else "",
                _("New price list"),
            ),
            file_name="price-lists",
        ),
    )


@scoped(can_read_sales)
@once
def price_list_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one price list, and add rules to it."""
    price_list = get_object_or_404(visible_lists(request), pk=pk)
    may_write = can_maintain_base(request.user)
    form = PriceRuleForm(request.POST or None) if may_write else None
    error, status = "", 200
    if form is not None and request.method == "POST":
        error, status = _add_rule(request, price_list, form), 422
        if not error and form.is_valid():
            return redirect("catalog:price-list-detail", pk=pk)
    rules = (
        PriceRule.objects.filter(price_list=price_list)
        .select_related("item", "family")
        .order_by("item__reference", "family__name", "min_quantity", "pk")
    )
    context = {
        "price_list": price_list,
        "rules": [_rule_row(rule, price_list.currency) for rule in rules[:500]],
        "form": form,
        "error": error,
        "history": timeline(price_list, limit=20),
        "trail": [
            (_("Catalogue"), reverse("catalog:list")),
            (_("Price lists"), reverse("catalog:price-lists")),
        ],
    }
    return render(request, "catalog/price_list_detail.html", context, status=status)


def _add_rule(request: UserRequest, price_list: PriceList, form: PriceRuleForm) -> str:
    """Add the rule that was typed; return the sentence of a refusal."""
    if not form.is_valid():
        return ""
    values = dict(form.cleaned_data)
    reference = values.pop("item_reference")
    item = Item.objects.visible_to(request.user).filter(reference=reference).first()
    if reference and item is None:
        return _("No item has the reference %(reference)s.") % {"reference": reference}
    try:
        services.price_rule_add(
            price_list=price_list,
            item=item,
            actor=request.user,
            now=clock.now(),
            **values,
        )
    except DomainError as refusal:
        return str(refusal)
    return ""


def _rule_row(rule: PriceRule, currency: str) -> dict[str, str]:
    base = f" / {rule.price_base}" if rule.price_base != 1 else ""
    value = (
        f"{price(rule.price, currency)}{base}"
        if rule.price is not None
        else f"−{percent(rule.discount_percent)}"
    )
    return {
        "subject": str(rule.item or rule.family),
        "quantity": quantity(rule.min_quantity),
        "value": value,
        "mode": rule.get_break_mode_display(),
    }


@with_right(can_maintain_base)
@once
def price_list_create(request: UserRequest) -> HttpResponse:
    """Create a price list."""
    customers = Organization.objects.visible_to(request.user).order_by("name_key")
    form = PriceListForm(request.POST or None, customers=customers)
    if request.method == "POST" and form.is_valid():
        price_list = services.price_list_create(
            values=form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("catalog:price-list-detail", pk=price_list.pk)
    context = {
        "title": _("New price list"),
        "form": form,
        "cancel_url": reverse("catalog:price-lists"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)
