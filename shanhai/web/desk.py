"""The desk (工作台): what waits for whoever is logged in, each number leading to its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this user."""
    return render(request, "desk/desk.html", {})
