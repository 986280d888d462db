"""How often a key may try something, counted by one conditional UPDATE."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from filon.accounts.models import RateBucket
from filon.kernel import clock

PER_ADDRESS = 20, timedelta(hours=1)
PER_ACCOUNT = 20, timedelta(days=1)
PER_LINK_ADDRESS = 20, timedelta(hours=1)


def take(key: str, *, limit: int, period: timedelta, now: datetime) -> bool:
    """Count one try of `key`; False once `limit` tries lie in the period.

    The Nth try passes, the N+1st does not. A clock that goes back does not refill.
    """
    hashed = hashlib.sha256(key.encode()).hexdigest()
    rows = RateBucket.objects.filter(key=hashed)
    if rows.filter(started_at__lte=now - period).update(started_at=now, count=1):
        return True
    if rows.filter(count__lt=limit).update(count=F("count") + 1):
        return True
    if rows.exists():
        return False
    try:
        with transaction.atomic():
            RateBucket.objects.create(key=hashed, started_at=now, count=1)
    except IntegrityError:
        return bool(rows.filter(count__lt=limit).update(count=F("count") + 1))
    return True


def sign_in_is_allowed(request: HttpRequest, email: str) -> bool:
    """Count a password try for the address and the account; False above a limit."""
    now = clock.now()
    by_address = take(
        f"sign-in:{client_address(request)}",
        limit=PER_ADDRESS[0],
        period=PER_ADDRESS[1],
        now=now,
    )
    by_account = take(
        f"sign-in:{email}", limit=PER_ACCOUNT[0], period=PER_ACCOUNT[1], now=now
    )
    return by_address and by_account


def forget_sign_in_tries(request: HttpRequest, email: str) -> None:
    """Clear the counts of an address and account that signed in."""
    keys = [f"sign-in:{client_address(request)}", f"sign-in:{email}"]
    hashed = [hashlib.sha256(key.encode()).hexdigest() for key in keys]
    RateBucket.objects.filter(key__in=hashed).delete()


def link_try_is_allowed(request: HttpRequest) -> bool:
    """Count a wrong public link of an address; False above 20 an hour (PL-01)."""
    return take(
        f"link:{client_address(request)}",
        limit=PER_LINK_ADDRESS[0],
        period=PER_LINK_ADDRESS[1],
        now=clock.now(),
    )


def client_address(request: HttpRequest) -> str:
    """Return the client's address: the rightmost hop that is not a trusted proxy."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",")]
    for hop in [remote, *reversed([h for h in hops if h])]:
        if not _is_trusted(hop):
            return hop
    return remote


def _is_trusted(hop: str) -> bool:
    try:
        address = ipaddress.ip_address(hop)
    except ValueError:
        return False
    return any(address in network for network in settings.FILON_TRUSTED_PROXIES)
