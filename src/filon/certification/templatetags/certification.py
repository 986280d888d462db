"""The referential at the foot of every page.

`web/base.html` fills its block `criteria` with `{% screen_criteria %}`, which costs no
query: the criteria are asked for when somebody opens the panel.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode

from filon.accounts.models import User
from filon.certification.selectors import screens
from filon.certification.selectors.versions import Criteria, criteria_of_kind

register = template.Library()


@register.simple_tag
def criteria_for(kind: str) -> Criteria:
    """Return the criteria that a record of this kind proves; at most one query."""
    return criteria_of_kind(kind)


@register.inclusion_tag("certification/on_screen.html", takes_context=True)
def screen_criteria(context: Context) -> dict[str, Any]:
    """Offer the criteria of this screen to a signed-in person; no query."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    is_known = isinstance(getattr(request, "user", None), User)
    if match is None or not is_known or not screens.evidence_on(match.view_name):
        return {"criteria_url": ""}
    url = reverse("certification:referential-screen", args=[match.view_name])
    pk = match.kwargs.get("pk")
    query = f"?{urlencode({'pk': pk})}" if pk is not None else ""
    return {"criteria_url": f"{url}{query}"}
