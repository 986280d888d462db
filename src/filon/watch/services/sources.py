"""Where the watch looks: feeds, press, shows, people."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.services import record, save_changes
from filon.kernel import addresses
from filon.kernel.errors import DomainError
from filon.watch import policies
from filon.watch.models import WatchSource

FETCHED = frozenset({WatchSource.Kind.FEED})
_WITH_ADDRESS = frozenset({WatchSource.Kind.FEED, WatchSource.Kind.WEB})
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


class SourceAddressRefused(DomainError):
    """The address is missing, or leads into an internal network."""


@transaction.atomic
def source_create(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> WatchSource:
    """Add a source; a feed is fetched for the first time at the next round.

    :param values: fields of WatchSource and `topics`.
    :raises SourceAddressRefused: if a feed or page has no address of the public web
        (networks named by FILON_FETCH_ALLOW excepted).
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    fields = dict(values)
    topics = fields.pop("topics", [])
    fields["url"] = checked_address(fields["kind"], fields.get("url", ""))
    source = WatchSource.objects.create(
        **ownership(actor, now), **fields, next_check_at=now
    )
    source.topics.set(topics)
    record(target=source, message=gettext_noop("Created"), actor=actor, now=now)
    return source


@transaction.atomic
def source_update(
    *,
    source: WatchSource,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change a source; with a new address it is fetched afresh.

    :raises SourceAddressRefused: as for `source_create`.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    fields = dict(values)
    topics = fields.pop("topics", None)
    kind = fields.get("kind", source.kind)
    fields["url"] = checked_address(kind, fields.get("url", source.url))
    if fields["url"] != source.url:
        fields |= {"etag": "", "last_modified": "", "last_error": ""}
        fields["next_check_at"] = now
    save_changes(
        source, values=fields, actor=actor, now=now, expected_version=expected_version
    )
    if topics is not None:
        source.topics.set(topics)


def checked_address(kind: str, url: str) -> str:
    """Return the address of a source, refused early where nothing must be asked.

    Only what the text shows is judged here, so that no name is looked up while
    somebody saves a form; the gate judges the addresses behind a name at each fetch.

    :raises SourceAddressRefused: see `source_create`.
    """
    text = url.strip()
    if not text:
        if kind in _WITH_ADDRESS:
            raise SourceAddressRefused(_("Give the address of the feed or page."))
        return ""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise SourceAddressRefused(
            _("This is not an address of the web: it begins with http:// or https://.")
        )
    if _is_internal(host):
        raise SourceAddressRefused(
            _("This address belongs to an internal network: it is refused.")
        )
    return text


def _is_internal(host: str) -> bool:
    is_local_name = host == "localhost" or host.endswith(_LOCAL_NAMES)
    try:
        address = ipaddress.ip_address("127.0.0.1" if is_local_name else host)
    except ValueError:
        return False
    if addresses.is_within(address, settings.FILON_FETCH_ALLOW):
        return False
    return not addresses.is_public(address)
