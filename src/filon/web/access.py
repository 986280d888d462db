"""Every view declares who may reach it; a house test fails on one that does not."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Access(Enum):
    """Who may reach a route."""

    PUBLIC = "anybody"
    LINK = "whoever holds a valid link"
    SIGNED_IN = "every signed-in person; what they see is their own"
    SCOPED = "signed-in people, each record fetched through what they may see"
    RIGHT = "signed-in people who have a right; strangers get 404"


def public(view: View) -> View:
    """Open the view to anybody."""
    view.access = Access.PUBLIC  # type: ignore[attr-defined]
    return view


def by_link(view: View) -> View:
    """Open the view to the holder of a public link, which the view itself checks."""
    view.access = Access.LINK  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Ask for a signed-in person."""
    return _guard(view, Access.SIGNED_IN, None)


def scoped(right: Callable[[Any], bool]) -> Callable[[View], View]:
    """Ask for a signed-in person with `right`; the view fetches what they may see."""

    def decorate(view: View) -> View:
        return _guard(view, Access.SCOPED, right)

    return decorate


def with_right(right: Callable[[Any], bool]) -> Callable[[View], View]:
    """Ask for a signed-in person with `right`, for pages not bound to one record."""

    def decorate(view: View) -> View:
        return _guard(view, Access.RIGHT, right)

    return decorate


def _guard(view: View, access: Access, right: Callable[[Any], bool] | None) -> View:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if right is not None and not right(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    wrapper.access = access  # type: ignore[attr-defined]
    wrapper.right = right  # type: ignore[attr-defined]
    return wrapper  # type: ignore[return-value]
