"""The roadmap sheet of one person for one week: page, PDF, XLSX."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.accounts.policies import can_read_sales
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files import tables
from filon.files.http import XLSX
from filon.kernel import clock
from filon.prospecting import selectors, sheets
from filon.prospecting.views.agenda import chosen_day
from filon.web.access import scoped


@scoped(can_read_sales)
def roadmap(request: UserRequest) -> HttpResponse:
    """Show the sheet; `?person=`, `?on=`, and `?format=pdf` or `xlsx`."""
    today = clock.today()
    found = selectors.roadmap(
        user=request.user,
        person=_person(request),
        on=chosen_day(request, today),
        today=today,
    )
    wanted = request.GET.get("format", "")
    name = f"{_('roadmap')}-{found.week.start:%Y-%m-%d}"
    if wanted == "pdf":
        content = render_document(
            sheets.roadmap_document(found),
            language=get_language() or "fr",
            company=company_header(),
            created_at=clock.now(),
        )
        return pdf_response(content, f"{name}.pdf")
    if wanted == "xlsx":
        header, rows = sheets.roadmap_table(found)
        response = HttpResponse(tables.write_xlsx(header, rows), content_type=XLSX)
        disposition = content_disposition_header(True, f"{name}.xlsx")  # noqa: FBT003
        response["Content-Disposition"] = disposition or "attachment"
        return response
    return render(request, "prospecting/roadmap.html", {"roadmap": found})


def _person(request: UserRequest) -> User:
    """Return the person of `?person=` whose contacts this user reads, else oneself."""
    asked = request.GET.get("person", "")
    if not asked.isdigit() or int(asked) == request.user.pk:
        return request.user
    people = User.objects.filter(
        pk__in=selectors.activities(request.user).values("owner_id")
    )
    return get_object_or_404(people, pk=int(asked))
