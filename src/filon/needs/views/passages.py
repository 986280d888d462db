"""A specification brought in, and its passages chosen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals.views.pages import form_page
from filon.directory.models import Contact
from filon.documents import formats
from filon.files.passages import ACCEPTED
from filon.files.uploads import check_upload
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import policies, selectors, services
from filon.needs.forms.passages import SpecificationForm
from filon.needs.levels import Asked, level_text
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.scales import priority_name
from filon.needs.selectors.passages import ASIDE, OPEN, STATES, TAKEN
from filon.needs.views.pages import need_url
from filon.prospecting.models import RequirementKind
from filon.web.access import scoped


@scoped(can_write_sales)
@once
def specification_import(request: UserRequest, pk: int) -> HttpResponse:
    """Bring a specification in, as a document or as pasted words."""
    need = get_object_or_404(selectors.needs(request.user), pk=pk)
    people = Contact.objects.visible_to(request.user).filter(
        organization_id=need.deal.organization_id
    )
    form = SpecificationForm(
        request.POST or None,
        request.FILES or None,
        initial={"dated_on": clock.today()},
        contacts=people.order_by("name_key"),
    )

    def act() -> HttpResponse:
        values = dict(form.cleaned_data)
        sent, text = values.pop("file"), values.pop("text")
        source = services.specification_import(
            need=need,
            values={**values, "kind": NeedSource.Kind.DOCUMENT},
            upload=check_upload(sent.name, sent, allowed=ACCEPTED) if sent else None,
            text=text,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("needs:passages", pk=source.pk)

    return form_page(
        request,
        form,
        act,
        title=_("Bring a specification in"),
        subtitle=str(need),
        intro=_(
            "Every paragraph and row is kept with its place. Nothing becomes a"
            " requirement before you choose it."
        ),
        submit_label=_("Read the document"),
        cancel_url=need_url(pk, "requirements"),
    )


@scoped(can_read_sales)
def passages(request: UserRequest, pk: int) -> HttpResponse:
    """Show the passages of a source, by what became of them."""
    source = _source(request, pk)
    state = request.GET.get("state", OPEN)
    sheet = selectors.passage_sheet(source, state if state in STATES else OPEN)
    labels = {OPEN: _("To choose"), TAKEN: _("Taken"), ASIDE: _("Set aside")}
    context = {
        "source": source,
        "need": source.need,
        "sheet": sheet,
        "rows": [
            {
                "passage": row,
                "is_proposed": guessed.is_proposed,
                "kind": RequirementKind(guessed.kind).label,
                "priority": priority_name(guessed.priority, source.need.scale),
                "level": level_text(_asked(guessed.read), formats.quantity),
            }
            for row, guessed in sheet.rows
        ],
        "tabs": [
            {
                "label": labels[name],
                "url": f"{reverse('needs:passages', args=[pk])}?state={name}",
                "active": name == sheet.state,
                "count": sheet.counts[name],
            }
            for name in STATES
        ],
        "trail": [
            (source.need.title, need_url(source.need_id)),
            (_("Sources"), need_url(source.need_id, "sources")),
        ],
        "may_edit": policies.can_edit(request.user, source.need),
    }
    return render(request, "needs/passages.html", context)


def _asked(read: dict[str, object]) -> Asked:
    names = Asked.__dataclass_fields__
    given = {name: value for name, value in read.items() if name in names}
    return Asked(**given)  # type: ignore[arg-type]


@scoped(can_write_sales)
@require_POST
@once
def passages_choose(request: UserRequest, pk: int) -> HttpResponse:
    """Take the chosen passages, set them aside, or bring them back."""
    source = _source(request, pk)
    chosen = [int(n) for n in request.POST.getlist("passages") if n.isdigit()][:5000]
    act = request.POST.get("act", "")
    page = reverse("needs:passages", args=[pk])
    try:
        if act == "take":
            made: list[Requirement] = services.passages_take(
                source=source, passages=chosen, actor=request.user, now=clock.now()
            )
            messages.success(
                request,
                ngettext(
                    "%(count)s requirement added.",
                    "%(count)s requirements added.",
                    len(made),
                )
                % {"count": len(made)},
            )
        else:
            services.passages_set_aside(
                source=source,
                passages=chosen,
                is_back=act == "back",
                actor=request.user,
                now=clock.now(),
            )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{page}?state={ASIDE}" if act == "back" else page)


def _source(request: UserRequest, pk: int) -> NeedSource:
    rows = NeedSource.objects.select_related("need__deal__organization")
    return get_object_or_404(
        rows, pk=pk, need__in=Need.objects.visible_to(request.user)
    )
