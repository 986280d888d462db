"""Checking the arithmetic of an electronic document, whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.contracts.forms import DocumentForm
from filon.contracts.views.uploads import checked
from filon.journal.http import once
from filon.kernel.errors import DomainError
from filon.offers.exchange import words
from filon.offers.exchange.reading import read_document
from filon.offers.exchange.rules import ARITHMETIC, Finding, findings_of
from filon.offers.exchange.verifying import Status, Verification, verify
from filon.offers.selectors.freezing import revived
from filon.web.access import with_right

TONES = {
    Status.EXACT: "good",
    Status.TOLERANCE: "info",
    Status.ANOMALY: "bad",
    Status.NOT_CHECKABLE: "info",
}


@with_right(can_read_sales)
@once
def document_verify_page(request: UserRequest) -> HttpResponse:
    """Recompute a customer's or supplier's document; nothing is kept."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "title": _("Check a document")}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                context |= _verified(form.cleaned_data["file"])
                status = 200
            except DomainError as refusal:
                context["error"] = str(refusal)
    return render(request, "contracts/document_verify.html", context, status=status)


def _verified(file: Any) -> dict[str, Any]:
    upload = checked(file)
    if upload is None:
        return {}
    read = read_document(upload.content.read())
    return {
        "document_title": words.title_of(read.document),
        **_shown(verify(read.document), findings_of(read)),
    }


def verification_context(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the check box shows of a verification that was kept."""
    if not kept:
        return {}
    found = revived(Verification, kept["outcome"])
    rules = [Finding(**row) for row in kept.get("rules", [])]
    return _shown(found, rules)


def _shown(found: Verification, rules: Any) -> dict[str, Any]:
    return {
        "check_text": words.STATUSES[found.status],
        "check_tone": TONES[found.status],
        "check_lines": found.lines,
        "check_places": [
            (words.sentence_of(difference), difference.accepted)
            for difference in found.differences
        ],
        "check_rules": [
            (words.rule_sentence(finding), finding.is_advice)
            for finding in rules
            if finding.rule not in ARITHMETIC
        ],
    }
