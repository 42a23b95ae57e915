"""Makes the station known to Django."""

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """The briefing station."""

    name = "shanhai.briefing"
    label = "briefing"
