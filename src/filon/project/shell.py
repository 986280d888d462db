"""The frame around every page: navigation along the flow, the person, the company."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from filon.accounts import policies
from filon.accounts.models import CompanyProfile, User


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation; `shortcut` is the letter after `g`."""

    label: str
    url: str
    icon: str
    active: bool = False
    badge_url: str = ""
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class NavSection:
    """Entries under one heading."""

    label: str
    items: list[NavItem]


@dataclass(frozen=True, slots=True)
class Shell:
    """All that the base template shows around a page."""

    sections: list[NavSection] = field(default_factory=list)
    bottom: list[NavItem] = field(default_factory=list)
    company: str = ""
    logo_url: str = ""
    user_name: str = ""
    user_initials: str = ""
    user_role: str = ""
    profile_url: str = ""
    logout_url: str = ""
    search_url: str = ""
    languages: list[tuple[str, str, bool]] = field(default_factory=list)
    language_url: str = ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give the frame to every template; it costs at most one query.

    A view that has read the company gives it along as `request.company`.
    """
    company = getattr(request, "company", None)
    if company is None:
        company = CompanyProfile.objects.only("name", "logo_type").filter(pk=1).first()
    languages = [(c, n, c == get_language()) for c, n in _languages()]
    common: dict[str, Any] = {
        "company": company.name if company else "",
        "logo_url": _url("accounts:logo") if company and company.logo_type else "",
        "languages": languages,
        "language_url": reverse("accounts:language"),
    }
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"shell": Shell(**common)}
    sections = _sections(user, request.path)
    return {
        "shell": Shell(
            sections=sections,
            bottom=_bottom(sections),
            user_name=str(user),
            user_initials=user.initials,
            user_role=user.get_role_display(),
            profile_url=_url("accounts:profile"),
            logout_url=reverse("account_logout"),
            search_url=_url("desk:search") if user.reads_sales else "",
            **common,
        )
    }


def _languages() -> list[tuple[str, str]]:
    return [("fr", "Français"), ("en", "English")] if settings.LANGUAGES else []


def _sections(user: User, path: str) -> list[NavSection]:
    rows = [
        ("", _flow(user)),
        (_("Base"), _base(user)),
        (_("Certification"), _certification(user)),
        (_("Company"), _company(user)),
    ]
    return [
        NavSection(label, [_item(*row, path=path) for row in items if _url(row[1])])
        for label, items in rows
        if any(_url(row[1]) for row in items)
    ]


Row = tuple[str, str, str, str, str]


def _flow(user: User) -> list[Row]:
    """Return the stages in the order of the work."""
    mine: list[Row] = [(_("My day"), "desk:day", "sun", "", "j")]
    # Anybody may be asked something, experts and the exam centre included.
    mine.append((_("Inbox"), "coordination:inbox", "inbox", "desk:inbox-count", "b"))
    if not user.reads_sales:
        return mine
    return [
        *mine,
        (_("Watch"), "watch:home", "radar", "", "v"),
        (_("Action plans"), "plans:list", "target", "", "p"),
        (_("Prospecting"), "prospecting:list", "phone", "", "r"),
        (_("Deals"), "deals:board", "columns", "", "a"),
        (_("Needs"), "needs:list", "clipboard-list", "", "n"),
        (_("Offers"), "offers:list", "file-text", "", "o"),
        (_("Orders and contracts"), "contracts:list", "package-check", "", "c"),
        (_("Satisfaction"), "loyalty:home", "heart-handshake", "", "f"),
        (_("Indicators"), "measure:home", "chart-column", "", "i"),
    ]


def _base(user: User) -> list[Row]:
    if not user.reads_sales:
        return []
    return [
        (pgettext("menu", "Companies"), "directory:list", "building", "", "s"),
        (pgettext("menu", "Contacts"), "directory:contact-list", "users", "", "t"),
        (_("Portfolio"), "directory:portfolio", "briefcase", "", ""),
        (_("Catalogue"), "catalog:list", "boxes", "", "k"),
        (_("Imports"), "intake:list", "upload", "", ""),
    ]


def _certification(_user: User) -> list[Row]:
    return [
        (_("Referential"), "certification:referential", "book-open", "", ""),
        (_("Candidates"), "certification:candidates", "graduation-cap", "", ""),
    ]


def _company(user: User) -> list[Row]:
    rows: list[Row] = []
    if user.reads_sales:
        rows.append((_("Company framework"), "coordination:policies", "scale", "", ""))
    if policies.can_administer(user):
        rows += [
            (_("Settings"), "accounts:setup", "settings", "", ""),
            (_("Users"), "accounts:users", "user-cog", "", ""),
            (_("Outbox"), "mail:outbox", "mail", "", ""),
            (_("Jobs"), "jobs:list", "cog", "", ""),
        ]
    if policies.can_read_sales(user):
        rows.append((_("Trash"), "desk:trash", "trash", "", ""))
    return rows


def _item(
    label: str, name: str, icon: str, badge: str, shortcut: str, *, path: str
) -> NavItem:
    url = _url(name)
    active = path == url if url == "/" else path.startswith(url)
    return NavItem(label, url, icon, active, _url(badge) if badge else "", shortcut)


def _bottom(sections: list[NavSection]) -> list[NavItem]:
    icons = ("sun", "phone", "columns", "file-text")
    items = [item for section in sections for item in section.items]
    chosen = [item for item in items if item.icon in icons]
    return chosen if len(chosen) == len(icons) else items[:4]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
