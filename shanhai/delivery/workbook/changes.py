"""Says of each row whether it is new, a correction or unchanged, and which rows clash with the store."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from shanhai.access.scope import Scope
from shanhai.delivery.ledger import RECORD_HEADER, Ledger
from shanhai.delivery.workbook.headers import RECORD
from shanhai.delivery.workbook.material import Material
from shanhai.delivery.workbook.persons import IDENTITY, MASKED
from shanhai.delivery.workbook.problems import CellProblem, at_rows
from shanhai.delivery.workbook.store import Stored
from shanhai.kernel.problems import Severity

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
_FOREVER = date.max


def match(
    material: Material, table: pl.DataFrame, stored: Stored, given: frozenset[str]
) -> tuple[pl.DataFrame, list[CellProblem]]:
    """Join each row with the version it would follow, and compare them.

    `given` are the columns that the sheet carries: what it lacks is left as it stands. Adds `s.*` of
    the followed version, `person_id` and `status`.
    """
    ledger = material.ledger
    versions = stored.versions.with_columns(
        pl.col(f"s.{ledger.region.attribute}")
        .map_elements(material.scope.covers, return_dtype=pl.Boolean)
        .alias("s.in_scope")
    )
    joined = _follow(table, versions, ledger)
    problems = list(_unknown_records(joined))
    if ledger.about_persons:
        joined = joined.join(stored.persons, on="identity_hash", how="left", maintain_order="left")
        problems += _masked(joined, ledger)
        problems += _other_names(joined, ledger)
        problems += _other_persons(joined, ledger)
        masked = pl.col(IDENTITY).str.contains(MASKED).fill_null(False)
        joined = joined.with_columns(
            pl.when(masked).then("s.person_id").otherwise("person_id").alias("person_id"),
            pl.when(masked).then("s.hash").otherwise("identity_hash").alias("identity_hash"),
        )
    joined = joined.with_columns(_content(ledger, given))
    return joined.with_columns(_status(ledger)), problems


def _follow(table: pl.DataFrame, versions: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """By record number where one is given, else by the natural key within the row's own region."""
    numbered = versions.filter("s.in_scope")
    by_record = table.filter(pl.col(RECORD).is_not_null()).join(
        numbered, left_on=RECORD, right_on="s.record", how="left", coalesce=False
    )
    left = [_joint(name) for name in ledger.key_columns] + [ledger.region.name]
    right = [f"s.key.{name}" for name in ledger.key_columns] + [f"s.{ledger.region.attribute}"]
    # A withdrawn row of the same key is taken up again when nothing newer stands.
    newest = numbered.sort("s.withdrawn").unique(right, keep="first", maintain_order=True)
    by_key = table.filter(pl.col(RECORD).is_null()).join(
        newest, left_on=left, right_on=right, how="left", coalesce=False
    )
    return pl.concat([by_record, by_key], how="vertical").sort("sheet_order", "row")


def _joint(name: str) -> str:
    return "identity_hash" if name == IDENTITY else f"key.{name}"


def _content(ledger: Ledger, given: frozenset[str]) -> list[pl.Expr]:
    """The values to be stored: `n.<attribute>`, with what the sheet lacks taken from the store."""
    expressions = []
    for column in ledger.columns:
        if column.attribute == "person_id":
            continue
        value = pl.col(column.name)
        if column.name not in given:
            value = pl.col(f"s.{column.attribute}")
        if not ledger.model._meta.get_field(column.path).null:
            filler: Any = "" if column.max_length is not None else None
            value = value.fill_null(filler) if filler is not None else value
        expressions.append(value.alias(f"n.{column.attribute}"))
    if ledger.about_persons:
        expressions.append(pl.col("person_id").alias("n.person_id"))
    return expressions


def _status(ledger: Ledger) -> pl.Expr:
    differs = pl.any_horizontal(
        pl.col(f"n.{name}").ne_missing(pl.col(f"s.{name}")) for name in ledger.attributes
    )
    new = pl.col("s.id").is_null() | pl.col("s.withdrawn")
    return (
        pl.when(new)
        .then(pl.lit(CREATED))
        .when(differs)
        .then(pl.lit(UPDATED))
        .otherwise(pl.lit(UNCHANGED))
        .alias("status")
    )


def _unknown_records(joined: pl.DataFrame) -> Iterator[CellProblem]:
    unknown = joined.filter(pl.col(RECORD).is_not_null() & pl.col("s.id").is_null())
    yield from at_rows(
        unknown, code="unknown_record", column=RECORD_HEADER, raw=f"raw.{RECORD}",
        say="没有这个记录编号，或不在您可更正的范围内", accepted="导出文件中的记录编号；新记录留空",
    )  # fmt: skip


def _masked(joined: pl.DataFrame, ledger: Ledger) -> Iterator[CellProblem]:
    column = ledger.by_name[IDENTITY]
    masked = joined.filter(pl.col(IDENTITY).str.contains(MASKED).fill_null(False))
    wrong = masked.filter(pl.col("s.id").is_null() | (pl.col("s.masked") != pl.col(IDENTITY)))
    yield from at_rows(
        wrong, code="identity_masked", column=column.header, raw=f"raw.{IDENTITY}",
        say="掩码的证件号码只能用于原样导回已有记录：请填完整号码", accepted=column.accepted,
    )  # fmt: skip


def _other_names(joined: pl.DataFrame, ledger: Ledger) -> Iterator[CellProblem]:
    known = pl.coalesce("person_name", "s.name")
    whose = pl.col("identity_hash").is_null() | (pl.col("identity_hash") == pl.col("s.hash"))
    name = pl.when(whose.fill_null(False)).then(known).otherwise("person_name")
    yield from at_rows(
        joined.filter(pl.col("name") != name), code="name_differs",
        column=ledger.by_name["name"].header, raw="raw.name",
        say="该证件号码已用另一姓名登记：请核对号码与姓名；确需改名请在记录页更正",
        accepted="与居民身份证一致的姓名",
    )  # fmt: skip


def _other_persons(joined: pl.DataFrame, ledger: Ledger) -> Iterator[CellProblem]:
    other = pl.col(RECORD).is_not_null() & (pl.col("identity_hash") != pl.col("s.hash"))
    yield from at_rows(
        joined.filter(other), severity=Severity.WARNING, code="person_changed",
        column=ledger.by_name[IDENTITY].header, raw=f"raw.{IDENTITY}",
        say="该记录原来登记的是另一证件号码，将更正为本行号码",
        accepted=ledger.by_name[IDENTITY].accepted,
    )  # fmt: skip


def clashes(
    material: Material, joined: pl.DataFrame, stored: Stored, seen: Scope
) -> Iterator[CellProblem]:
    """Rows that the store cannot take beside what stands there.

    `seen` is what the acting user may see: another county's name is told only inside it.
    """
    standing = stored.versions.filter(~pl.col("s.withdrawn")).join(
        joined.select("s.id").drop_nulls(), on="s.id", how="anti"
    )
    mine = joined.filter("in_scope")
    yield from _followed_twice(material, mine)
    yield from _same_key(material, mine, standing)
    if material.ledger.model.one_region_at_a_time:
        yield from _claimed_in_store(material, mine, standing, seen)
        yield from _claimed_in_file(material, mine)


def _followed_twice(material: Material, mine: pl.DataFrame) -> Iterator[CellProblem]:
    """One row names the record, another its natural key: both are about the same record."""
    column = material.ledger.by_name[material.ledger.key_columns[0]]
    # Two rows with one record number are told by the check of the file alone.
    twice = mine.filter(
        pl.col("s.id").is_not_null()
        & pl.col(RECORD).is_null()
        & pl.col(RECORD).is_not_null().any().over("s.id")
    )
    yield from at_rows(
        twice, code="duplicate_in_file", column=column.header, raw=f"raw.{column.name}",
        say=lambda row: f"与写有记录编号 {row['s.record']} 的一行重复：请只留一行",
        accepted="每行一条，不重复",
    )  # fmt: skip


def _same_key(
    material: Material, mine: pl.DataFrame, standing: pl.DataFrame
) -> Iterator[CellProblem]:
    ledger = material.ledger
    first = ledger.by_name[ledger.key_columns[0]]
    keys = [_joint(name) for name in ledger.key_columns] + [ledger.region.name]
    others = standing.select(
        *(pl.col(f"s.key.{name}").alias(_joint(name)) for name in ledger.key_columns),
        pl.col(f"s.{ledger.region.attribute}").alias(ledger.region.name),
        pl.col("s.record").alias("other_record"),
    )
    yield from at_rows(
        mine.join(others, on=keys, how="inner", maintain_order="left"),
        code="duplicate_in_store", column=first.header, raw=f"raw.{first.name}",
        say=lambda row: f"与已有记录 {row['other_record']} 重复：请更正那一条或改正本行",
        accepted="每人每单位每次上岗一条",
    )  # fmt: skip


def _overlap(first: str, last: str, other_first: str, other_last: str) -> pl.Expr:
    forever = pl.lit(_FOREVER)
    return (pl.col(first) <= pl.col(other_last).fill_null(forever)) & (
        pl.col(other_first) <= pl.col(last).fill_null(forever)
    )


def _claimed_in_store(
    material: Material, mine: pl.DataFrame, standing: pl.DataFrame, seen: Scope
) -> Iterator[CellProblem]:
    ledger = material.ledger
    region = ledger.region
    first, last = ledger.model.period
    others = standing.select(
        pl.col("s.hash").alias("identity_hash"),
        pl.col(f"s.{region.attribute}").alias("other_region"),
        pl.col(f"s.{first}").alias("other_first"),
        pl.col(f"s.{last}").alias("other_last"),
    )
    claimed = (
        mine.join(others, on="identity_hash", how="inner", maintain_order="left")
        .filter(
            (pl.col("other_region") != pl.col(region.name))
            & _overlap(first, last, "other_first", "other_last")
        )
        .sort("sheet_order", "row", "other_first")
        .unique(["sheet", "row"], keep="first", maintain_order=True)
    )

    def say(row: Mapping[str, Any]) -> str:
        code = row["other_region"]
        if not seen.covers(code):
            # Neither who nor since when: the other county's row is not the asker's to read.
            return "该人员同期已由其他县登记：请联系上级协作办核实后由一方登记"
        county, since = material.places.full_name(code), row["other_first"]
        return f"该人员自 {since} 起已由{county}登记，期间重叠：请与对方核实后由一方登记"

    yield from at_rows(
        claimed, code="claimed_elsewhere", column=region.header, raw=f"raw.{region.name}",
        say=say, accepted="同一人员同一时期只由一个县登记",
    )  # fmt: skip


def _claimed_in_file(material: Material, mine: pl.DataFrame) -> Iterator[CellProblem]:
    ledger = material.ledger
    region = ledger.region.name
    first, last = ledger.model.period
    several = mine.filter(pl.col(region).n_unique().over("identity_hash") > 1)
    others = several.select(
        "identity_hash",
        pl.col("row").alias("other_row"),
        pl.col("sheet").alias("other_sheet"),
        pl.col(region).alias("other_region"),
        pl.col(first).alias("other_first"),
        pl.col(last).alias("other_last"),
        pl.col("sheet_order").alias("other_order"),
    )
    claimed = (
        several.join(others, on="identity_hash", how="inner", maintain_order="left")
        .filter(
            (pl.col("other_region") != pl.col(region))
            & (
                (pl.col("other_order") < pl.col("sheet_order"))
                | (
                    (pl.col("other_order") == pl.col("sheet_order"))
                    & (pl.col("other_row") < pl.col("row"))
                )
            )
            & _overlap(first, last, "other_first", "other_last")
        )
        .unique(["sheet", "row"], keep="first", maintain_order=True)
    )
    yield from at_rows(
        claimed, code="claimed_twice_in_file", column=ledger.region.header, raw=f"raw.{region}",
        say=lambda row: f"与第 {row['other_row']} 行是同一人员，期间重叠而所属县不同：请只留一县",
        accepted="同一人员同一时期只由一个县登记",
    )  # fmt: skip
