"""The name under which failed logins are counted: somebody types an identity number where the name goes.

The table of attempts is no place for personal data, so the counter sees the masked name.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from shanhai.access import vault


def attempted_name(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """The name that was tried, with identity numbers masked; what axes stores and counts by."""
    given = credentials if credentials else getattr(request, "POST", {})
    return vault.mask_identity_numbers(str(given.get("username") or ""))
