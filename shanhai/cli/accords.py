"""`shanhai targets`: sets the year's targets from a file, all or nothing."""

import json
import sys
from pathlib import Path

import click

from shanhai.cli.django import acting, as_option, dry_run_option, json_option
from shanhai.kernel.errors import NotFound


@click.command("targets")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--reason", default="", help="调整已下达目标的事由")
@as_option
@dry_run_option
@json_option
def targets_command(file: Path, reason: str, username: str, dry_run: bool, as_json: bool) -> None:
    """载入年度目标（xlsx 或 csv）；有一处错误就全部不写入，同一文件再载入不产生变化。

    列：指标代码、单位（区划名或代码）、年度、目标值、单位、依据。

    例：shanhai targets 2024年目标.xlsx --as province
    """
    with acting(username) as by:
        from shanhai.accords.actions import set_targets
        from shanhai.accords.target_file import read_targets

        try:
            data = file.read_bytes()
        except OSError as trouble:
            raise NotFound(f"{file}：读不到这个文件（{trouble.strerror}）") from trouble
        read = read_targets(data, file.name)
        counts = {"created": 0, "changed": 0, "unchanged": 0}
        if not read.problems:
            done = set_targets(by=by, rows=read.rows, reason=reason, dry_run=dry_run)
            counts = {
                "created": done.created, "changed": done.changed, "unchanged": done.unchanged,
            }  # fmt: skip
    problems = [{"place": problem.place, "message": problem.message} for problem in read.problems]
    if as_json:
        shape = {"file": str(file), "rows": len(read.rows), **counts, "problems": problems}
        click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
    elif problems:
        for problem in problems:
            click.echo(f"{problem['place']}　{problem['message']}")
        click.echo(f"共 {len(problems)} 处问题，未写入任何目标")
    else:
        click.echo(
            f"新增 {counts['created']} 项，调整 {counts['changed']} 项，未变 {counts['unchanged']} 项"
            + ("（仅检查，未写入）" if dry_run else "")
        )
    if problems:
        sys.exit(1)
