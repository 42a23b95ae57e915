"""Says of each record which version's content stands, seen through the withdrawals.

A withdrawal adds a version that repeats an earlier one, so the number of the last version does not tell
whose words stand. Each version leads back to its root: itself, or the one that a withdrawal restored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Batch, LedgerVersion
from shanhai.delivery.workbook.store import chunks
from shanhai.kernel.errors import Conflict

_SHOWN = 5


@dataclass
class Lineage:
    """The versions of one record: the batch and the root of each, and the last one's key."""

    last: int = 0
    last_key: int = 0
    roots: dict[int, int | None] = field(default_factory=dict)
    """Version → the version whose content it carries; none when it took the record out."""
    batches: dict[int, int] = field(default_factory=dict)
    """Version → the batch that wrote it."""

    @property
    def standing(self) -> int | None:
        """The version whose content stands now; none when the record is withdrawn."""
        return self.roots.get(self.last)

    def before(self, version: int) -> int | None:
        """The version whose content stood before this one; none when there was no record."""
        return self.roots.get(version - 1)

    def living(self) -> Iterator[int]:
        """The versions that nobody took back, the one that stands first."""
        version = self.standing
        while version is not None:
            yield version
            version = self.before(version)


def lineages(ledger: Ledger, records: Iterable[str]) -> dict[str, Lineage]:
    """Record → its lineage, for all its versions wherever they lie; not for showing."""
    found: dict[str, Lineage] = defaultdict(Lineage)
    written: dict[tuple[str, int], int] = {}
    for part in chunks(list(dict.fromkeys(records))):
        versions = ledger.model._default_manager.filter(record__in=part).order_by(
            "record", "version"
        )
        for record, version, key, batch, withdraws in versions.values_list(
            "record", "version", "pk", "batch_id", "batch__withdraws_id"
        ):
            line = found[record]
            taken = written.get((record, withdraws)) if withdraws else None
            line.roots[version] = line.before(taken) if taken else version
            line.batches[version], written[record, batch] = batch, version
            line.last, line.last_key = version, key
    return dict(found)


def states(ledger: Ledger, batch: Batch, rows: Iterable[LedgerVersion]) -> dict[str, str]:
    """Record → what became of the version that the batch wrote: standing, corrected or withdrawn.

    `corrected` and `taken_out` happened since by other batches; `withdrawn` by the batch's own end.
    """
    versions = {row.record: row for row in rows}
    lines = lineages(ledger, versions)
    taken_back = Batch.objects.filter(withdraws=batch).exists()
    told = {}
    for record, row in versions.items():
        line = lines[record]
        if taken_back or row.withdrawn:
            told[record] = "withdrawn"
        elif line.standing is None:
            told[record] = "taken_out"
        else:
            same = line.standing == line.roots[row.version]
            told[record] = "standing" if same else "corrected"
    return told


def refuse_corrected(written: Sequence[LedgerVersion], lines: Mapping[str, Lineage]) -> None:
    """Raise `Conflict` when another batch's words stand on one of these; `detail["batches"]` names them.

    A correction that was itself withdrawn is no obstacle: the record says again what the batch wrote.
    """
    later = [row for row in written if lines[row.record].standing != row.version]
    if not later:
        return
    standing = {row.record: lines[row.record].standing for row in later}
    batches = {
        lines[record].batches[version]
        for record, version in standing.items()
        if version is not None
    }
    newest = sorted(batches, reverse=True)
    shown = "、".join(f"批次 {number}" for number in newest[:_SHOWN])
    more = f" 等 {len(newest)} 个批次" if len(newest) > _SHOWN else ""
    raise Conflict(
        f"有 {len(later)} 条记录此后已被更正（如 {later[0].record}）：请先撤回{shown}{more}",
        batches=newest,
    )


def versions_before(
    ledger: Ledger, written: Sequence[LedgerVersion], lines: Mapping[str, Lineage]
) -> dict[str, LedgerVersion]:
    """Record → the version whose content stood before each of these, where there was one."""
    wanted = {row.record: lines[row.record].before(row.version) for row in written}
    found: dict[str, LedgerVersion] = {}
    for part in chunks([record for record, version in wanted.items() if version is not None]):
        for row in ledger.model._default_manager.filter(record__in=part):
            if row.version == wanted[row.record]:
                found[row.record] = row
    return found
