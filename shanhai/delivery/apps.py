"""Makes the station known to Django."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The delivery station."""

    name = "shanhai.delivery"
    label = "delivery"
