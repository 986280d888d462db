"""The survey as the customer sees it, by link and without an account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from filon.coordination.links import link_page
from filon.coordination.models import PublicLink
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.loyalty.forms import AnswerForm
from filon.loyalty.models import SatisfactionSurvey
from filon.loyalty.services import satisfaction
from filon.web.errors import status_of


@link_page(PublicLink.Purpose.SURVEY)
def survey(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Show the four questions and take the answer, once."""
    asked = (
        SatisfactionSurvey.objects.alive()
        .select_related("organization", "response")
        .filter(pk=link.target_id)
        .first()
    )
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    error, status = "", 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = satisfaction.Answer(
            recommendation=form.cleaned_data["recommendation"],
            scores={name: form.cleaned_data[name] for name in satisfaction.SCORES},
            verbatim=form.cleaned_data["verbatim"],
        )
        try:
            satisfaction.survey_answer(
                survey=asked, answer=said, link=link, request=request, now=clock.now()
            )
            status = 200
        except DomainError as refusal:
            error, status = str(refusal), status_of(refusal)
            asked.refresh_from_db()
    is_answered = asked.status == SatisfactionSurvey.Status.ANSWERED
    context = {"form": form, "error": error, "is_answered": is_answered}
    return render(request, "loyalty/public_survey.html", context, status=status)
