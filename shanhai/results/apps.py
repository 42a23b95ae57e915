"""Makes the station known to Django, and lets it hear of ledger commits."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """The results station."""

    name = "shanhai.results"
    label = "results"

    def ready(self) -> None:
        """Keep readings fresh from the first commit on."""
        from shanhai.delivery.signals import ledger_committed
        from shanhai.results.receivers import on_ledger_committed

        ledger_committed.connect(on_ledger_committed, dispatch_uid="results.refresh")
