"""The contact brief: one page to read before the call or the visit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.desk.brief_document import brief_document, company_facts
from filon.desk.selectors.brief import ContactBrief, contact_brief
from filon.directory.models import Organization
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.kernel import clock
from filon.web.access import scoped


@scoped(can_read_sales)
def contact_brief_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show the brief; `?activity=` adds its aim and guide, `?format=pdf` prints it."""
    asked = request.GET.get("activity", "")
    try:
        brief = contact_brief(
            user=request.user,
            pk=pk,
            activity_id=int(asked) if asked.isdigit() else None,
        )
    except Organization.DoesNotExist:
        raise Http404 from None
    if request.GET.get("format") == "pdf":
        return _pdf(request, brief)
    may_write = can_write_sales(request.user)
    context = {**_context(brief), "may_write": may_write}
    return render(request, "desk/brief.html", context)


def _context(brief: ContactBrief) -> dict[str, Any]:
    activity = brief.activity
    guide = activity.guide if activity else None
    trail = [(str(brief.company), reverse("desk:company", args=[brief.company.pk]))]
    if activity is not None:
        url = reverse("prospecting:detail", args=[activity.pk])
        trail.append((activity.subject, url))
    return {
        "brief": brief,
        "company": brief.company,
        "activity": activity,
        "in_english": guide is not None and guide.language == "en",
        "sides": company_facts(brief.company),
        "trail": trail,
    }


def _pdf(request: UserRequest, brief: ContactBrief) -> HttpResponse:
    """Set the brief in the language asked for, else in the reader's own."""
    language = request.GET.get("language", request.user.language)
    if language not in {"fr", "en"}:
        language = request.user.language
    with translation.override(language):
        document = brief_document(brief, on=clock.today())
        name = f"{_('Contact brief')} {brief.company}.pdf"
    content = render_document(
        document, language=language, company=company_header(), created_at=clock.now()
    )
    return pdf_response(content, name)
