"""Makes the station known to Django and ties it to the decisions of sources."""

from django.apps import AppConfig


class AccordsConfig(AppConfig):
    """The accords station."""

    name = "shanhai.accords"
    label = "accords"

    def ready(self) -> None:
        """Follow every decision on a finding."""
        from shanhai.accords.actions import follow_decision
        from shanhai.sources.signals import finding_decided

        finding_decided.connect(follow_decision, dispatch_uid="accords.follow_decision")
