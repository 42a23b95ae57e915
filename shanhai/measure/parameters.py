"""Dated parameters of definitions: what changes by year is a row of data with its source, not code.

In which provinces "the east" lies depends on the year: the pairing of provinces was redrawn in 2021.
"""

import csv
from functools import cache
from importlib import resources

from shanhai.measure.algebra import Parameters


@cache
def of_year(year: int) -> Parameters:
    """The parameters that stand in a year, values in the order of the file; absent ones are missing."""
    text = resources.files("shanhai.measure.data").joinpath("parameters.csv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in csv.DictReader(text.splitlines()):
        last = int(line["valid_to_year"]) if line["valid_to_year"] else year
        if int(line["valid_from_year"]) <= year <= last:
            found[line["name"]] = (*found.get(line["name"], ()), line["value"])
    return found
