"""Finds what was done to the chain behind our back: entries changed, removed or slipped in.

Without the key nobody can make a seal, so every entry whose seal fits its content is genuine and tells its
true number. Between two genuine entries the numbers say how many must have stood there; comparing that
with what stands there tells a change (as many), a removal (fewer) and an insertion (more) apart, even
when later entries were renumbered to hide it. Entries stream through; only doubtful ones are kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from shanhai.journal.seals import GENESIS, Row, head_seal, seal_of
from shanhai.kernel.problems import Problem, Severity

_FARTHEST_SHIFT = 500
_MOST_TRIALS = 200_000
_MOST_DOUBTFUL = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the chain says: the last entry's number, seal and moment, and its own seal."""

    sequence: int
    seal: str
    at: Any
    own_seal: str

    @property
    def is_genuine(self) -> bool:
        """Whether the head was written with the key."""
        return head_seal(self.sequence, self.seal, self.at) == self.own_seal


@dataclass(slots=True)
class Walk:
    """One walk along the entries, in the order of their stored numbers.

    `count` grows with each entry, `true_last` is the true number of the last genuine one. `start` and
    `start_seal` let a walk begin behind an entry that is trusted.
    """

    start: int = 0
    start_seal: str = GENESIS
    count: int = 0
    true_last: int = 0
    last_seal: str = GENESIS
    _shift: int = 0
    _trials: int = 0
    _doubtful: list[int] = field(default_factory=list)

    def problems(self, rows: Iterable[Row], head: Callable[[], Head | None]) -> Iterator[Problem]:
        """What is wrong with the entries and with the head; lazily, in order.

        The head is asked for when the entries are at their end, since writers move it meanwhile.
        """
        self.true_last, self.last_seal = self.start, self.start_seal
        for row in rows:
            self.count += 1
            number = self._true_number(row)
            if number is None or number <= self.true_last:
                yield from self._doubt(row["sequence"])
                continue
            yield from self._between(number, row["previous_seal"])
            self.true_last, self.last_seal = number, row["seal"]
            self._shift = number - row["sequence"]
        yield from self._end(head())

    def _true_number(self, row: Row) -> int | None:
        """The number under which the entry was sealed; None when its content does not fit its seal."""
        stored: int = row["sequence"]
        guesses = dict.fromkeys((stored, stored + self._shift))
        if row["previous_seal"] != self.last_seal or self._doubtful:
            near = range(1, _FARTHEST_SHIFT + 1)
            guesses.update(dict.fromkeys(stored + sign * step for step in near for sign in (1, -1)))
        for guess in guesses:
            if self._trials >= _MOST_TRIALS and guess != stored:
                continue
            self._trials += guess != stored
            if seal_of({**row, "sequence": guess}) == row["seal"]:
                return guess
        return None

    def _doubt(self, stored: int) -> Iterator[Problem]:
        self._doubtful.append(stored)
        if len(self._doubtful) > _MOST_DOUBTFUL:  # memory stays bounded whatever was done
            yield from (_changed(number) for number in self._doubtful)
            self.true_last, self._doubtful = self._doubtful[-1] + self._shift, []
            self.last_seal = ""

    def _between(self, number: int, previous_seal: str) -> Iterator[Problem]:
        """Compare what stands between two genuine entries with how many must have stood there."""
        doubtful, self._doubtful = self._doubtful, []
        missing = number - self.true_last - 1
        if not doubtful and not missing and self.last_seal and previous_seal != self.last_seal:
            yield _problem(
                "journal_changed", f"第 {self.true_last} 条的封印与后一条所记不符：被改写过",
                str(self.true_last),
            )  # fmt: skip
        if missing > len(doubtful):
            yield from self._removed(number, doubtful)
        elif missing < len(doubtful):
            yield from _inserted(doubtful, missing)
        else:
            yield from map(_changed, doubtful)

    def _removed(self, number: int, doubtful: list[int]) -> Iterator[Problem]:
        short = number - self.true_last - 1 - len(doubtful)
        yield from map(_changed, doubtful)
        gaps = list(_gaps(self.true_last + 1, number, {one + self._shift for one in doubtful}))
        if sum(last - first + 1 for first, last in gaps) == short:
            for first, last in gaps:
                which = f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"
                place = str(first) if first == last else f"{first}-{last}"
                yield _problem("journal_removed", f"{which}被删除", place)
        else:
            yield _problem(
                "journal_removed",
                f"第 {self.true_last + 1} 至 {number - 1} 条之间被删除 {short} 条",
                f"{self.true_last + 1}-{number - 1}",
            )

    def _end(self, head: Head | None) -> Iterator[Problem]:
        """The head is the last witness: it says how far the chain must reach."""
        if head is None or not head.is_genuine:
            yield from map(_changed, self._doubtful)
            if head is not None:
                yield _problem(
                    "journal_head", "日志链头被改动：无法确认最后一条之后是否有删除", "链头"
                )
            elif self.true_last > self.start:
                yield _problem(
                    "journal_head", "日志链头被删除：无法确认最后一条之后是否有删除", "链头"
                )
            return
        if head.sequence < self.true_last:
            yield _problem(
                "journal_head",
                f"链头停在第 {head.sequence} 条，其后还有日志：链头被换成旧的",
                "链头",
            )
            yield from map(_changed, self._doubtful)
            return
        yield from self._between(head.sequence + 1, head.seal)


def _gaps(start: int, end: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches (first, last) of `[start, end)` that hold none of the taken numbers."""
    for number in [*sorted(one for one in taken if start <= one < end), end]:
        if start < number:
            yield start, number - 1
        start = number + 1


def _inserted(doubtful: list[int], genuine_count: int) -> Iterator[Problem]:
    """More entries than there is room for: some were slipped in, the others' content was changed too."""
    if genuine_count == 0:
        for stored in doubtful:
            yield _problem(
                "journal_inserted",
                f"第 {stored} 条是插入的：封印不符，前后两条原本相连",
                str(stored),
            )
        return
    yield _problem(
        "journal_inserted",
        f"第 {doubtful[0]} 至 {doubtful[-1]} 条中有 {len(doubtful) - genuine_count} 条是插入的，其余被改动",
        f"{doubtful[0]}-{doubtful[-1]}",
    )


def _changed(stored: int) -> Problem:
    return _problem("journal_changed", f"第 {stored} 条的内容与封印不符：被改动", str(stored))


def _problem(code: str, message: str, place: str) -> Problem:
    return Problem(Severity.ERROR, code, message, f"日志 {place}")
