"""Makes the station known to Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web station."""

    name = "shanhai.web"
    label = "web"
