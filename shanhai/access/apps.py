"""Makes the station known to Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The access station."""

    name = "shanhai.access"
    label = "access"
