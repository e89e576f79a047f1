"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only audit events."""

    name = "jiefen.audit"
    label = "audit"
