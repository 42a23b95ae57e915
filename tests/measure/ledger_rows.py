"""Rows of a labour ledger as the engines take them, and the readable cases of this folder."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

SCHEMA = {
    "home_county": pl.String,
    "start_date": pl.Date,
    "person": pl.Int64,
    "destination": pl.String,
    "lifted_out_of_poverty": pl.Boolean,
    "monthly_wage_yuan": pl.Decimal(10, 2),
}
CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
_YES_NO = {"是": True, "否": False, "空": None}


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA)


def table(text: str) -> list[list[str]]:
    """The lines under the heading of a case's table."""
    return [line.split() for line in text.strip().splitlines()[1:]]


def case_rows(text: str) -> list[dict[str, Any]]:
    return [
        {
            "home_county": county,
            "person": ord(name),
            "start_date": date.fromisoformat(start),
            "destination": destination,
            "lifted_out_of_poverty": _YES_NO[lifted],
            "monthly_wage_yuan": None,
        }
        for county, name, start, destination, lifted in table(text)
    ]
