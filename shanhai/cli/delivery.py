"""`shanhai ledgers`, `template`, `import` and `export`: the ledgers in and out as workbooks."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shanhai.cli.django import acting, as_option, dry_run_option, json_option, open_house
from shanhai.kernel.errors import NotFound, Unusable

if TYPE_CHECKING:
    from shanhai.access.models import Account
    from shanhai.delivery.workbook.examine import Examined

_SHOWN_PROBLEMS = 50


@click.command("ledgers")
@json_option
def ledgers_command(as_json: bool) -> None:
    """列出台账及其各列：含义、类型、单位、代码表、信息级别。

    例：shanhai ledgers --json
    """
    open_house()
    from shanhai.delivery.ledger import registry

    if as_json:
        shape = [ledger.as_json() for ledger in registry().values()]
        click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
        return
    for ledger in registry().values():
        click.echo(f"{ledger.code}　{ledger.name}（{ledger.field.chinese}）")
        for column in ledger.columns:
            required = "必填" if column.required else "可空"
            unit = f"　单位：{column.unit}" if column.unit else ""
            click.echo(
                f"  {column.header}　{column.name}　{column.kind}　{required}{unit}　{column.privacy}"
            )
            click.echo(f"      {column.definition}。可填：{column.accepted}")


@click.command("template")
@click.argument("ledger")
@click.option(
    "-o", "--output", "output", required=True, type=click.Path(path_type=Path), help="写到哪个 xlsx"
)
@as_option
def template_command(ledger: str, output: Path, username: str) -> None:
    """写出台账的填报模板：带下拉、填表说明和一行示例。

    例：shanhai template placements -o 务工就业台账.xlsx
    """
    with acting(username) as by:
        from django.utils import timezone

        from shanhai.delivery.ledger import find
        from shanhai.delivery.queries import home_of
        from shanhai.delivery.workbook.places import Places
        from shanhai.delivery.workbook.template import write_template

        found = find(ledger)
        _refuse_unwritable(output, (".xlsx",))
        home = home_of(by, found)
        name = Places.load(timezone.localdate()).full_name(home.code) if home else ""
        write_template(found, output, name)
    click.echo(str(output))


@click.command("import")
@click.argument("ledger")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--reason", default=None, help="更正已有记录的事由，默认“更正导入”")
@as_option
@dry_run_option
@json_option
def import_command(
    ledger: str, file: Path, reason: str | None, username: str, dry_run: bool, as_json: bool
) -> None:
    """检查整个文件，全部通过才写入；有问题时写出问题工作簿，一行也不写入。

    例：shanhai import placements 2022年就业台账.xlsx --as baise
    """
    with acting(username) as by:
        from shanhai.delivery import actions
        from shanhai.delivery.ledger import find
        from shanhai.delivery.workbook.examine import examine_file

        found = find(ledger)
        click.echo(f"检查 {file.name} …", err=True)
        examined = examine_file(by=by, ledger=found, path=file)
        actions.note_answers(by=by, examined=examined)
        shape = {**examined.as_json(), "file": str(file), "dry_run": dry_run}
        if examined.rejected:
            shape["error_workbook"] = _error_workbook(by, file, examined)
        elif not dry_run:
            click.echo(f"写入 {examined.rows} 行 …", err=True)
            outcome = actions.commit(
                by=by, examined=examined, reason=reason or actions.DEFAULT_REASON
            )
            shape |= {
                "batch": outcome.batch.pk if outcome.batch else None, "created": outcome.created,
                "updated": outcome.updated, "unchanged": outcome.unchanged,
            }  # fmt: skip
    if as_json:
        click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
    else:
        _print_import(shape)
    # Contracts §1: done, but with problems to look at, is 1 as well.
    if any(problem["severity"] != "info" for problem in shape["problems"]):
        sys.exit(1)


def _error_workbook(by: "Account", file: Path, examined: "Examined") -> str:
    from shanhai.delivery.workbook.errors import write_error_workbook

    click.echo("写问题工作簿 …", err=True)
    return str(write_error_workbook(by, file, examined.problems))


def _print_import(shape: dict[str, Any]) -> None:
    problems = shape["problems"]
    for problem in problems[:_SHOWN_PROBLEMS]:
        place = f"{problem['sheet']} 第 {problem['row']} 行 {problem['column']}".rstrip()
        accepted = f"（可填：{problem['accepted']}）" if problem["accepted"] else ""
        click.echo(f"{place}　{problem['message']}{accepted}")
    if len(problems) > _SHOWN_PROBLEMS:
        click.echo(f"…… 另有 {len(problems) - _SHOWN_PROBLEMS} 处，见问题工作簿或 --json")
    if shape["rejected"]:
        click.echo(f"共 {shape['rows']} 行，{shape['rejected']} 行未通过，全部未写入")
        click.echo(f"问题工作簿：{shape['error_workbook']}")
        return
    counts = f"新增 {shape['created']}，更正 {shape['updated']}，未变 {shape['unchanged']}"
    if shape["dry_run"]:
        click.echo(f"共 {shape['rows']} 行：{counts}（仅检查，未写入）")
    elif shape["batch"] is None:
        click.echo(f"共 {shape['rows']} 行，与库中一致，没有变化")
    else:
        click.echo(f"共 {shape['rows']} 行：{counts}，批次 {shape['batch']}")


@click.command("export")
@click.argument("ledger")
@click.option(
    "-o", "--output", "output", required=True, type=click.Path(path_type=Path),
    help="写到哪个文件，后缀为 xlsx、csv 或 parquet",
)  # fmt: skip
@click.option("--as-of", "as_of", default=None, help="按哪个时点的数据，如 2022-12-31")
@click.option("--unit", default=None, help="只导出某个单位，名称或六位代码")
@as_option
def export_command(
    ledger: str, output: Path, as_of: str | None, unit: str | None, username: str
) -> None:
    """导出可见的台账；证件号码以掩码给出，导出的文件可以原样导回。

    例：shanhai export placements -o 台账.xlsx --unit 田阳区
    """
    with acting(username) as by:
        from shanhai.delivery.actions import export
        from shanhai.delivery.ledger import find
        from shanhai.delivery.workbook.export import SUFFIXES

        found = find(ledger)
        _refuse_unwritable(output, tuple(f".{suffix}" for suffix in SUFFIXES))
        moment = _moment(as_of)
        count = export(by=by, ledger=found, path=output, as_of=moment, unit=unit)
    click.echo(f"{count} 行　{output}", err=True)
    click.echo(str(output))


def _moment(text: str | None) -> datetime | None:
    from shanhai.access.registers.filters import read_moment

    return read_moment(text) if text else None


def _refuse_unwritable(output: Path, suffixes: tuple[str, ...]) -> None:
    if output.suffix.lower() not in suffixes:
        raise Unusable(f"“{output.name}”的后缀应为 {'、'.join(suffixes)}")
    if not output.absolute().parent.is_dir():
        raise NotFound(f"没有文件夹“{output.parent}”：请先建立")
    if output.is_dir() or not os.access(output if output.exists() else output.parent, os.W_OK):
        raise Unusable(f"不能写入“{output}”：请换一个文件名或文件夹")
