"""Making a submitted form count once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from filon.journal.models import FormReceipt
from filon.kernel import clock

FORM_TOKEN = "form_token"  # noqa: S105 -- the name of a field, not a secret


class _Replay(Exception):
    """The form was handled before; the first result stands."""


def once(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a POST with a `form_token` take effect once (RE-08).

    The token row, the work and its result share one transaction: of two identical
    submissions one does the work, the other is led to the same page. A view that
    answers anything but a redirect has refused: its token stays usable.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = request.POST.get(FORM_TOKEN, "")[:64]
        if request.method != "POST" or not token:
            return view(request, *args, **kwargs)
        try:
            return _handle(view, request, token, args, kwargs)
        except _Replay:
            receipt = FormReceipt.objects.get(token=token)
            return HttpResponseRedirect(receipt.result_url or request.path)

    wrapper.access = getattr(view, "access", None)  # type: ignore[attr-defined]
    return wrapper


def _handle(
    view: Callable[..., HttpResponseBase],
    request: HttpRequest,
    token: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponseBase:
    with transaction.atomic():
        receipt = _claim(request, token)
        response = view(request, *args, **kwargs)
        if response.status_code in (301, 302, 303):
            FormReceipt.objects.filter(pk=receipt.pk).update(
                result_url=response.headers.get("Location", "")[:500]
            )
        else:
            receipt.delete()
    return response


def _claim(request: HttpRequest, token: str) -> FormReceipt:
    user = request.user if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            return FormReceipt.objects.create(
                token=token, user=user, received_at=clock.now()
            )
    except IntegrityError as error:
        raise _Replay from error
