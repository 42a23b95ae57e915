"""Refusals: what a person asked and may not have, in one sentence, with a code.

A `Refusal` is raised by actions and translated once by each front door (web, api, cli) into its
own shape. It is not for trouble in material (`kernel.problems`) nor for bugs (which raise as they are).
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Base of all refusals; `message` is one Chinese sentence: what, why, what to do."""

    code = "refused"
    status = 400

    def __init__(self, message: str, **detail: Any) -> None:
        super().__init__(message)
        self.message = message
        self.detail: Mapping[str, Any] = detail


class NotAllowed(Refusal):
    """The acting user's roles do not permit this (权限不足)."""

    code = "not_allowed"
    status = 403


class NotFound(Refusal):
    """There is no such thing in what the acting user may see (不存在或无权查看)."""

    code = "not_found"
    status = 404


class Conflict(Refusal):
    """Somebody was faster: what is to be changed is no longer what was shown (已被他人修改)."""

    code = "conflict"
    status = 409


class Unusable(Refusal):
    """The given input cannot be worked with (输入无法处理)."""

    code = "unusable"
    status = 422
