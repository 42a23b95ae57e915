"""Makes the station known to Django."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """The results station."""

    name = "shanhai.results"
    label = "results"
