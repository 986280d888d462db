"""What may stand in a header: addresses, one line of text, and nothing hidden."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import getaddresses, quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from filon.kernel.errors import DomainError

SUBJECT_LIMIT = 300
RECIPIENT_LIMIT = 50
# A name that holds one of these is written between quotes (RFC 5322).
SPECIAL = frozenset('()<>[]:;@\\,."')


class MailRefused(DomainError):
    """The mail cannot be written as asked."""


def checked_addresses(addresses: str | Sequence[str]) -> list[str]:
    """Return addresses, each once, in order: `a@b.fr` or `Name <a@b.fr>`.

    :raises MailRefused: if one is not an address, holds a line break, or they are
        more than 50.
    """
    given = [addresses] if isinstance(addresses, str) else list(addresses)
    checked = list(dict.fromkeys(checked_address(address) for address in given))
    if len(checked) > RECIPIENT_LIMIT:
        raise MailRefused(
            _("A mail goes to at most %(limit)s people.") % {"limit": RECIPIENT_LIMIT}
        )
    return checked


def checked_address(address: str) -> str:
    """Return one address in its normal form.

    :raises MailRefused: if it is not exactly one address, or holds a line break.
    """
    text = checked_line(address)
    parsed = getaddresses([text])
    name, plain = parsed[0] if len(parsed) == 1 else ("", "")
    try:
        validate_email(plain)
        is_valid = plain.rpartition("@")[0].isascii()
    except ValidationError:
        is_valid = False
    if not is_valid:
        raise MailRefused(
            _("“%(address)s” is not an e-mail address.") % {"address": text[:100]}
        )
    if not name:
        return plain
    shown = f'"{quote(name)}"' if SPECIAL & set(name) else name
    return f"{shown} <{plain}>"


def checked_line(text: str) -> str:
    """Return a text without spaces around it, its hard spaces made plain.

    French puts hard spaces before signs; in a header they would only be encoded.

    :raises MailRefused: if it holds a line break or another control character, which
        could add a header of its own.

    Source: OWASP ASVS 5.0, 1.3.11.
    """
    plain = text.translate(dict.fromkeys((0xA0, 0x202F), " "))
    stripped = plain.strip(" ")
    if any(not sign.isprintable() for sign in stripped):
        raise MailRefused(
            _(
                "The subject and the addresses of a mail must each be on one line,"
                " without control characters."
            )
        )
    return stripped


def checked_subject(subject: str) -> str:
    """Return a subject.

    :raises MailRefused: if it is empty, too long or not one line.
    """
    line = checked_line(subject)
    if not line:
        raise MailRefused(_("A mail needs a subject."))
    if len(line) > SUBJECT_LIMIT:
        raise MailRefused(
            _("The subject is longer than %(limit)s characters.")
            % {"limit": SUBJECT_LIMIT}
        )
    return line
