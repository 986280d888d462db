"""The hidden token that makes a form count once."""

from __future__ import annotations

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def form_token() -> SafeString:
    """Return a hidden input with a fresh token (see `filon.journal.http.once`)."""
    return format_html(
        '<input type="hidden" name="form_token" value="{}">', secrets.token_urlsafe(24)
    )
