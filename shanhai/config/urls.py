"""Which address leads where: each station's own list, under the names of contracts §2."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
