"""Makes the station known to Django."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """The regions station."""

    name = "shanhai.regions"
    label = "regions"
