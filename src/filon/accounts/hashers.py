"""Argon2id, sized for two small cores (reliability.md, fact 8)."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: about 0.1 s here, the OWASP minimum."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
