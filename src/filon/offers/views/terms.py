"""Terms and words of a draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import TermsForm, WordsForm
from filon.offers.views.lines import seen_version
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped


@scoped(policies.can_create)
@require_POST
def terms_set(request: UserRequest, pk: int) -> HttpResponse:
    """Change the terms."""
    return _save(request, pk, TermsForm(request.POST), "terms")


@scoped(policies.can_create)
@require_POST
def words_set(request: UserRequest, pk: int) -> HttpResponse:
    """Change the words."""
    return _save(request, pk, WordsForm(request.POST), "words")


def _save(
    request: UserRequest, pk: int, form: TermsForm | WordsForm, tab: str
) -> HttpResponse:
    revision = revision_or_404(request, pk)
    error = ""
    if form.is_valid():
        try:
            services.revision_update(
                revision=revision,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
                expected_version=seen_version(request),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(revision, tab)
    return render_page(request, revision, tab=tab, error=error, form=form)
