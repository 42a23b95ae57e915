"""Does the same work on parts of a long array at once, on the cores at hand.

Kernels leave the interpreter free while they run, so plain threads are enough; each part writes only
its own rows, and so the number of cores shows in the time and nowhere else.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

import numpy as np

Result = TypeVar("Result")
SMALL = 5_000
"""Rows up to which a second thread costs more than it saves."""


def cores() -> int:
    """How many threads to use."""
    return min(cpu_count() or 1, 8)


def in_parts(rows: int, work: Callable[[int, int], Result]) -> list[Result]:
    """Call `work(first, last)` for consecutive parts that cover all rows; results in that order."""
    if rows <= SMALL:
        return [work(0, rows)]
    cuts = [int(cut) for cut in np.linspace(0, rows, 8 * cores() + 1)]
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(work, cuts[:-1], cuts[1:]))
