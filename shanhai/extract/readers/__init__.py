"""One page a field: the words by which its tasks and figures are recognised."""

import re
from collections.abc import Iterable
from functools import lru_cache

from shanhai.extract.readers import (
    consumption,
    governance,
    industry,
    labour,
    rural,
    strategy,
    talent,
)
from shanhai.extract.readers.words import FieldPage
from shanhai.kernel.fields import Field

PAGES: tuple[FieldPage, ...] = (
    rural.PAGE, industry.PAGE, labour.PAGE, consumption.PAGE, talent.PAGE, strategy.PAGE,
    governance.PAGE,
)  # fmt: skip


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[Field, re.Pattern[str]], ...]:
    return tuple((page.field, re.compile(page.names)) for page in PAGES)


def named_fields(text: str) -> tuple[Field, ...]:
    """The fields that a stretch of text names, in their fixed order."""
    return tuple(field for field, pattern in _names() if pattern.search(text))


def ordered(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The given fields once each, in their fixed order."""
    wanted = set(fields)
    return tuple(field for field in Field if field in wanted)
