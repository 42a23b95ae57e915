"""Makes the station known to Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal station."""

    name = "shanhai.journal"
    label = "journal"

    def ready(self) -> None:
        """Start listening to the stations below."""
        from shanhai.journal import listeners

        listeners.connect()
