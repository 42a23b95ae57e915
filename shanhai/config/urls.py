"""Which address leads where: each station's own list, under the names of contracts §2.

A station's pages are in `shanhai.web.<station>` as a list `urls`, named within it: `sources:document`. A
station that this version does not have yet has no address.
"""

from importlib import import_module

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from shanhai.api.root import api
from shanhai.web import access, desk, session, shell

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("healthz", shell.health, name="health"),
    path("login/", session.LoginPage.as_view(), name="login"),
    path("logout/", session.log_out, name="logout"),
    path("account/password/", session.PasswordPage.as_view(), name="password"),
    path("access/", include((access.urls, "access"))),
    path("api/v1/", api.urls),
    path("language/", login_not_required(set_language), name="language"),
]
for station in shell.STATIONS:
    if station.exists:
        pages = import_module(f"shanhai.web.{station.name}").urls
        urlpatterns.append(path(f"{station.name}/", include((pages, station.name))))

handler400 = shell.bad_request
handler403 = shell.permission_denied
handler404 = shell.not_found
handler500 = shell.server_error
