"""Makes the station known to Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal station."""

    name = "shanhai.journal"
    label = "journal"
