"""`shanhai measure`: indicators of a year, computed from the ledgers' rows by a chosen engine."""

import atexit
import json
import os
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from shanhai.cli.django import acting, as_option, dry_run_option, json_option

if TYPE_CHECKING:
    from shanhai.access.models import Account
    from shanhai.measure.algebra import Cell
    from shanhai.results.progress import Progress


@click.command("measure")
@click.option("--year", type=click.IntRange(2016, 2100), help="年度，默认取最近有数据的一年")
@click.option("--as-of", "as_of", help="数据时点，如 2022-08-31 或 2022-08-31T18:00，默认现在")
@click.option(
    "--engine", type=click.Choice(["local", "duckdb"]), help="计算引擎，默认取 SHANHAI_ENGINE"
)
@click.option("--store", is_flag=True, help="重算全部年度的读数并保存（指标口径变更后使用）")
@as_option
@dry_run_option
@json_option
def measure_command(
    year: int | None,
    as_of: str | None,
    engine: str | None,
    store: bool,
    username: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """由台账逐行计算指标读数，与目标比较；任何数字都不手工录入。

    例：shanhai measure --year 2022 --json
    """
    if engine == "duckdb":
        _keep_exit_quiet()
    with acting(username) as by:
        if store:
            _store(by, dry_run)
        answer, progress = _measured(by, year, as_of, engine)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer, progress)


def _store(by: "Account", dry_run: bool) -> None:
    from django.db import transaction

    from shanhai.results import actions

    with transaction.atomic():
        changed = actions.recompute_all(by=by)
        transaction.set_rollback(dry_run)
    click.echo(
        f"重算全部读数：{changed} 个有变化{'（只检查，未保存）' if dry_run else ''}", err=True
    )


def _measured(
    by: "Account", year: int | None, as_of: str | None, engine: str | None
) -> tuple[dict[str, Any], list["Progress"]]:
    """The answer for programs, and the standing at the last month for people."""
    from django.conf import settings
    from django.utils import timezone

    from shanhai.access.registers.filters import read_moment
    from shanhai.access.scope import scope_of
    from shanhai.kernel.errors import NotAllowed
    from shanhai.results import queries

    allowed = scope_of(by, "results.reading")
    if not (allowed.everywhere or allowed.codes):
        raise NotAllowed(f"账号“{by.username}”没有查看指标读数的权限")
    year = year or queries.latest_year(by)
    engine = engine or settings.SHANHAI_ENGINE
    moment = read_moment(as_of) if as_of else timezone.now()
    cells = queries.readings(by, year=year, as_of=moment, engine=engine)
    month = queries.last_month(year, moment) or 12
    standing = queries.progress(by, year=year, month=month, as_of=moment, cells=cells)
    aims = {(line.indicator.code, line.unit): line.target for line in standing}
    names = {line.unit: line.unit_name for line in standing}
    blank = [line for line in standing if line.value is None]
    answer = {
        "year": year,
        "as_of": timezone.localtime(moment).isoformat(),
        "engine": engine,
        "definitions": _definitions(year),
        "readings": [
            *(_reading(cell, names, aims) for cell in cells),
            *(_no_data(line) for line in blank),
        ],
    }
    return answer, standing


def _definitions(year: int) -> list[dict[str, Any]]:
    from shanhai.measure.indicators import INDICATORS

    found = []
    for indicator in INDICATORS.values():
        version = indicator.definition(year)
        if version:
            found.append(
                {
                    "indicator": indicator.code,
                    "version": indicator.version_code(year),
                    "name": version.name_zh,
                    "name_en": indicator.name_en,
                    "unit": indicator.unit,
                    "field": str(indicator.field),
                    "basis": str(indicator.basis),
                    "subset_of": indicator.subset_of,
                    "valid_from_year": version.valid_from_year,
                    "valid_to_year": version.valid_to_year,
                    "text": version.text,
                    "note": version.note,
                    "source": version.source,
                }
            )
    return found


def _reading(
    cell: "Cell", names: dict[str, str], aims: dict[tuple[str, str], Decimal | None]
) -> dict[str, Any]:
    from shanhai.measure.algebra import Span
    from shanhai.measure.indicators import INDICATORS
    from shanhai.results.figures import FigureId
    from shanhai.results.progress import truncated_rate

    figure = FigureId.of(cell)
    # A year's target is compared with the year to date only; a month has none of its own.
    aim = aims.get((cell.indicator, cell.unit)) if cell.span is Span.YEAR_TO_DATE else None
    return {
        "indicator": cell.indicator,
        "unit_code": cell.unit,
        "unit_name": names.get(cell.unit, cell.unit),
        "period": str(figure.period),
        "value": _number(cell.value),
        "unit": INDICATORS[cell.indicator].unit,
        "target": _number(aim),
        "rate": float(truncated_rate(cell.value, aim)) if aim else None,
        "rows": cell.rows_count,
        "basis": str(cell.span.basis),
        "id": str(figure),
    }


def _no_data(line: "Progress") -> dict[str, Any]:
    """A unit that has a target or other figures but no rows of this ledger: null, never zero."""
    return {
        "indicator": line.indicator.code,
        "unit_code": line.unit,
        "unit_name": line.unit_name,
        "period": str(line.figure.period),
        "value": None,
        "unit": line.indicator.unit,
        "target": _number(line.target),
        "rate": None,
        "rows": 0,
        "basis": str(line.figure.span.basis),
        "id": str(line.figure),
    }


def _number(value: Decimal | None) -> int | float | None:
    """A count as a whole number, an amount with its places."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _print(answer: dict[str, Any], standing: list["Progress"]) -> None:
    if not standing:
        click.echo(
            f"{answer['year']} 年没有台账数据，也没有目标任务。可先运行 shanhai import 导入台账。"
        )
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{answer['year']} 年指标（1 月至 {standing[0].figure.month} 月累计）")
    for heading in ("指标", "单位"):
        table.add_column(heading)
    for heading in ("数值", "目标", "完成率", "行数"):
        table.add_column(heading, justify="right")
    table.add_column("状态")
    for line in standing:
        table.add_row(
            f"{line.indicator.code} {line.label}",
            line.unit_name,
            "无数据" if line.value is None else f"{line.value:f}",
            "—" if line.target is None else f"{line.target.normalize():f}",
            "—" if line.rate_percent is None else f"{line.rate_percent}%",
            str(line.rows_count),
            line.state.chinese,
        )
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table)
    console.print(f"数据时点 {answer['as_of']}，引擎 {answer['engine']}")


def _keep_exit_quiet() -> None:
    """DuckDB's Python module reports its own leaks on stderr when the process ends; nobody can act on it."""
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
