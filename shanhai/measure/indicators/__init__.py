"""All indicators, one page a field; a page exists once its field is measured."""

from collections.abc import Mapping
from types import MappingProxyType

from shanhai.measure.algebra import Indicator
from shanhai.measure.indicators import labour

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {indicator.code: indicator for page in (labour,) for indicator in page.INDICATORS}
)
"""Code → indicator, in the order in which pages and notices show them."""


def over(record: str, year: int) -> tuple[Indicator, ...]:
    """The indicators that count rows of this ledger and are defined in the year."""
    return tuple(
        indicator
        for indicator in INDICATORS.values()
        if indicator.record == record and indicator.definition(year)
    )
