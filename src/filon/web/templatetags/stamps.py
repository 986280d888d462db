"""Parts of a long table that differ by a number only: drawn once, then stamped."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Stands where the number goes while the part is drawn; no other text is like it.
_PLACE: Final = 909090909090909


@register.simple_tag(takes_context=True)
def stamped(
    context: template.Context,
    drawn: dict[Any, str],
    name: str,
    pk: int,
    **values: Any,
) -> SafeString:
    """Draw the template `name` for one number; the work is done once for all of them.

    :param drawn: what was drawn already, of one page.
    :param values: further variables of the part; each set of them is drawn once.
    """
    key = (name, *sorted(values.items()))
    if key not in drawn:
        # What the page was given holds already what every page is given.
        whole: dict[str, Any] = {}
        for layer in context.dicts:
            whole |= layer
        part = render_to_string(name, {**whole, **values, "pk": _PLACE})
        text = " ".join(part.split()).replace("{", "{{").replace("}", "}}")
        drawn[key] = text.replace(str(_PLACE), "{0}")
    return format_html(drawn[key], pk)
