"""Makes the station known to Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange station."""

    name = "shanhai.exchange"
    label = "exchange"
