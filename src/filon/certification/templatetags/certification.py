"""The referential at the foot of a page, in one line of template.

{% load certification %}
{% block criteria %}{% referential_foot "plans.actionplan" plan %}{% endblock %}
"""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode

from filon.accounts.models import Role, User
from filon.certification.selectors.paths import active_path_of_user
from filon.certification.selectors.versions import Criteria, criteria_of_kind

register = template.Library()
# Whose account a candidate can have; everybody else is not asked for.
MAY_BE_CANDIDATE = {Role.CANDIDATE, Role.SALESPERSON}


@register.simple_tag
def criteria_for(kind: str) -> Criteria:
    """Return the criteria that a record of this kind proves; at most one query."""
    return criteria_of_kind(kind)


@register.simple_tag(takes_context=True)
def use_as_evidence(context: Context, record: Model) -> str:
    """Return the address of “use as evidence”, or "" for whoever is no candidate.

    One query for salespeople and candidates, none for others.
    """
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User) or user.role not in MAY_BE_CANDIDATE:
        return ""
    if active_path_of_user(user.pk) is None:
        return ""
    named = urlencode({"kind": record._meta.label_lower, "pk": record.pk})
    return f"{reverse('certification:evidence-add')}?{named}"


@register.inclusion_tag("certification/foot.html", takes_context=True)
def referential_foot(
    context: Context, kind: str, record: Model | None = None
) -> dict[str, Any]:
    """Show the criteria of a kind and, to a candidate, “use as evidence”."""
    return {
        "criteria": criteria_of_kind(kind),
        "evidence_url": use_as_evidence(context, record) if record else "",
    }
