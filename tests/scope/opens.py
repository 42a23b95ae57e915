"""Which record of a county each address of the site opens: a new address must be put here, or the walk fails."""

from collections.abc import Callable
from typing import Any

from tests.scope.walk import Address
from tests.scope.world import YEAR, County

Values = Callable[[County], dict[str, Any]]


def _pk(label: str, name: str = "pk") -> Values:
    return lambda county: {name: county.row(label).pk}


def _record(county: County) -> dict[str, Any]:
    return {"ledger": "placements", "record": county.row("delivery.placement").record}


def _upload(county: County) -> dict[str, Any]:
    return {"ledger": "placements", "token": county.upload}


def _figure(county: County) -> dict[str, Any]:
    return {"figure_id": f"L1-{county.code}-{YEAR}-12-ytd"}


OPENS: dict[str, Values] = {
    "sources:document": _pk("sources.document"),
    "sources:original": _pk("sources.document"),
    "sources:reread": _pk("sources.document"),
    "sources:accept": _pk("sources.document"),
    "sources:card": _pk("sources.finding"),
    "sources:mend": _pk("sources.finding"),
    "sources:decide": _pk("sources.finding"),
    "accords:commitment": _pk("accords.commitment"),
    "accords:assign": _pk("accords.commitment"),
    "accords:fulfil": _pk("accords.commitment"),
    "accords:reopen": _pk("accords.commitment"),
    "accords:event": _pk("accords.event"),
    "delivery:batch": _pk("delivery.batch"),
    "delivery:withdraw": _pk("delivery.batch"),
    "delivery:record": _record,
    "delivery:correct": _record,
    "delivery:reveal": _record,
    "delivery:checked": _upload,
    "delivery:commit": _upload,
    "delivery:errors": _upload,
    "results:rows": _figure,
    "briefing:notice": _pk("briefing.notice"),
    "briefing:download": lambda county: {**_pk("briefing.notice")(county), "suffix": "docx"},
    "journal:entry": _pk("journal.entry", "sequence"),
}
NOT_OF_A_COUNTY: dict[str, dict[str, Any]] = {
    # addresses whose value names no record of a county; what they show is walked all the same
    "results:indicator": {"code": "L1"},
    "delivery:register": {"ledger": "placements"},
    "delivery:template": {"ledger": "placements"},
    "delivery:export": {"ledger": "placements"},
    "delivery:import": {"ledger": "placements"},
}
BY_ACCOUNT = (
    "access:account", "access:grant", "access:end", "access:set_password", "access:switch",
    "access:revoke",
)  # fmt: skip
"""These open accounts, terms and tokens; `tests/access` walks them with all roles."""


def put_in(one: Address, county: County) -> str:
    """The address with the county's own record in it."""
    if one.name in OPENS:
        return one.url(**OPENS[one.name](county))
    return one.url(**NOT_OF_A_COUNTY.get(one.name, {}))
