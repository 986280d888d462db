"""The list of items, the page of one, and its form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import (
    can_maintain_base,
    can_read_sales,
    can_see_cost,
)
from filon.catalog import selectors, services
from filon.catalog.forms import FamilyForm, ItemFilter, ItemForm
from filon.catalog.models import Item
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock, units
from filon.kernel.errors import DomainError
from filon.kernel.units import unit_for
from filon.web.access import scoped, with_right
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, percent, price, quantity

TONES = {"ACTIVE": "good", "ENDING": "warn", "STOPPED": "bad"}


@scoped(can_read_sales)
def item_list(request: UserRequest) -> HttpResponseBase:
    """Show the catalogue."""
    filters = ItemFilter(request.GET)
    rows = selectors.items(request.user)
    if family := filters.value("family"):
        rows = rows.filter(family=family)
    if kind := filters.value("kind"):
        rows = rows.filter(kind=kind)
    if priced := filters.value("priced"):
        rows = rows.filter(price__isnull=priced == "no")
    return list_response(request, _spec(request, rows, filters))


def _spec(request: UserRequest, rows: object, filters: ItemFilter) -> ListSpec:
    may_write = can_maintain_base(request.user)
    actions = [(_("Price lists"), reverse("catalog:price-lists"), "tags", False)]
    actions += [(_("Vocabulary"), reverse("catalog:terms"), "languages", False)]
    if may_write:
        family = reverse("catalog:family-create")
        actions += [(_("New family"), family, "folder-plus", False)]
        actions += [(_("New item"), reverse("catalog:create"), "plus", True)]
    return ListSpec(
        title=_("Catalogue"),
        rows=rows,  # type: ignore[arg-type]
        columns=_columns(request),
        url=lambda item: reverse("catalog:detail", args=[item.pk]),
        default_sort="name_key",
        search=selectors.search_items,
        filters=filters,
        actions=actions,
        empty=(
            _("No item yet"),
            _("Import your price list, or create the first item by hand.")
            if may_write
            else _(
                "Managers, sales administration and administrators keep the catalogue."
            ),
            reverse("catalog:create") if may_write else "",
            _("New item"),
        ),
        file_name="items",
    )


def _columns(request: UserRequest) -> list[Column]:
    return [
        Column(_("Item"), lambda i: i.name, sort="name_key"),
        Column(_("Reference"), lambda i: i.reference, sort="reference"),
        Column(_("Family"), lambda i: str(i.family or "")),
        Column(
            _("State"),
            lambda i: Cell(i.get_status_display(), badge=TONES[i.status]),
        ),
        Column(_("Price without VAT"), _price, value=lambda i: i.price, align="end"),
        Column(
            _("Cost"),
            lambda i: price(i.cost, i.currency) if i.cost else "",
            value=lambda i: i.cost,
            align="end",
            visible=can_see_cost(request.user),
        ),
        Column(
            _("Lead time (days)"),
            lambda i: str(i.lead_time_days or ""),
            value=lambda i: i.lead_time_days,
            align="end",
        ),
    ]


def _price(item: Item) -> Cell:
    if item.price is None:
        return Cell(_("Unknown"), badge="warn", align="end")
    base = f" / {item.price_base}" if item.price_base != 1 else ""
    return Cell(f"{price(item.price, item.currency)}{base}", align="end")


@scoped(can_read_sales)
def item_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one item: sales, markets, manufacturing, characteristics, prices."""
    try:
        sheet = selectors.item_sheet(user=request.user, pk=pk)
    except Item.DoesNotExist:
        raise Http404 from None
    context = {
        "sheet": sheet,
        "facts": _facts(request, sheet.item),
        "may_write": can_maintain_base(request.user),
        "trail": [(_("Catalogue"), reverse("catalog:list"))],
    }
    return render(request, "catalog/item_detail.html", context)


def _facts(request: UserRequest, item: Item) -> list[tuple[str, str]]:
    lead = item.lead_time_days
    facts = [
        (_("Reference"), item.reference),
        (_("Kind"), item.get_kind_display()),
        (_("Family"), str(item.family or "")),
        (_("Unit"), str(unit_for(item.unit).name)),
        (_("Price without VAT"), _price(item).text),
        (_("VAT rate"), percent(item.vat_rate)),
        (_("Lead time"), units.days(lead) if lead else ""),
        (_("Minimum quantity"), quantity(item.minimum_quantity)),
        (
            _("Warranty"),
            units.months(item.warranty_months) if item.warranty_months else "",
        ),
    ]
    if can_see_cost(request.user):
        cost = price(item.cost, item.currency) if item.cost else _("Unknown")
        facts.insert(5, (_("Cost"), cost))
        facts.insert(6, (_("Cost dated"), day(item.cost_on) if item.cost_on else ""))
    return facts


@with_right(can_maintain_base)
@once
def item_create(request: UserRequest) -> HttpResponse:
    """Create an item."""
    form = ItemForm(
        request.POST or None,
        initial={"vat_rate": 20, "kind": "GOOD"},
        with_cost=can_see_cost(request.user),
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            item = services.item_create(
                values=form.cleaned_data, actor=request.user, now=clock.now()
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("The item is in the catalogue."))
            return redirect("catalog:detail", pk=item.pk)
    context = {
        "title": _("New item"),
        "form": form,
        "error": error,
        "cancel_url": reverse("catalog:list"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@with_right(can_maintain_base)
def item_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change an item."""
    item = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    initial = {name: getattr(item, name) for name in ItemForm.base_fields}
    form = ItemForm(
        request.POST or None, initial=initial, with_cost=can_see_cost(request.user)
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.item_update(
                item=item,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("catalog:detail", pk=item.pk)
    context = {
        "title": item.name,
        "form": form,
        "error": error,
        "cancel_url": reverse("catalog:detail", args=[item.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@with_right(can_maintain_base)
@once
def family_create(request: UserRequest) -> HttpResponse:
    """Create a family of items."""
    form = FamilyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.family_create(**form.cleaned_data, actor=request.user, now=clock.now())
        return redirect("catalog:list")
    context = {
        "title": _("New family"),
        "form": form,
        "cancel_url": reverse("catalog:list"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)
