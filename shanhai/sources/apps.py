"""Makes the station known to Django."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The sources station."""

    name = "shanhai.sources"
    label = "sources"
