"""The kinds of error that a user can act on."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal the user can act on; str(error) is a translated sentence."""


class TooLate(DomainError):
    """Something else came first: an answer, a change, the end of a term."""
