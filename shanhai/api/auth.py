"""Who calls the API: a program with its token, or a person's browser session (then with the CSRF check)."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from shanhai.access.queries import account_of_token


class Token(HttpBearer):
    """`Authorization: Bearer shk_…`; the account of the token is the acting user."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The account, or None for a token that is unknown, expired or revoked."""
        account = account_of_token(token)
        if account is not None:
            request.user = account
        return account


class Session(SessionAuth):
    """The cookie of a logged-in browser; writing calls carry the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The account of the session, unless a token was given: a wrong token never falls back to a cookie."""
        if request.headers.get("Authorization"):
            return None
        return super().authenticate(request, key)


AUTHENTICATION = [Token(), Session()]
