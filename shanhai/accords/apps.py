"""Makes the station known to Django."""

from django.apps import AppConfig


class AccordsConfig(AppConfig):
    """The accords station."""

    name = "shanhai.accords"
    label = "accords"
