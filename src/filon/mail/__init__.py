"""Outgoing mail: written with the change that causes it, delivered by the worker.

Plain text only, no tracker, nothing remote. Without an SMTP setting nothing leaves and
the outbox shows what would have.
"""
