"""Trouble in the material as a value: what, where, how grave, and what to do about it.

An unreadable paragraph or an unknown county is expected, so it is collected and shown with all the
others at once instead of being raised; only bugs raise.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a problem is: an error stops a commit, a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in what was given to us.

    `code` is stable and for programs; `message` is one Chinese sentence that says what is wrong and,
    where it can, what to do. `place` says where in words; `span` is `[start, end)` in the text.
    """

    severity: Severity
    code: str
    message: str
    place: str = ""
    span: tuple[int, int] | None = None

    @property
    def is_error(self) -> bool:
        """Whether this problem stops a commit."""
        return self.severity is Severity.ERROR
