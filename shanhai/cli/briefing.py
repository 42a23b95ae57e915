"""`shanhai brief`: writes a notice to a file; what it says is frozen before the file is drawn."""

from pathlib import Path

import click

from shanhai.cli.django import acting, as_option, dry_run_option
from shanhai.kernel.errors import Unusable


@click.command("brief")
@click.argument("kind", type=click.Choice(["monthly"]))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件：.html 或 .docx",
)  # fmt: skip
@click.option("--unit", default="450000", show_default=True, help="为哪个单位编发：名称或六位代码")
@click.option("--year", type=click.IntRange(2016, 2100), help="年度，默认取最近有数据的一年")
@click.option("--month", type=click.IntRange(1, 12), help="月份，默认取最近一个已结束且有数据的月")
@as_option
@dry_run_option
def brief_command(
    kind: str,
    output: Path,
    unit: str,
    year: int | None,
    month: int | None,
    username: str,
    dry_run: bool,
) -> None:
    """编发通报：冻结此刻的数字并写成文件；数据没有变化时，再次编发得到同一期。

    例：shanhai brief monthly --unit 百色市 --year 2022 --month 8 -o 通报.docx
    """
    suffix = output.suffix.lower()
    if suffix not in (".html", ".docx"):
        raise Unusable(f"不能写成“{suffix or output.name}”：请用 .html 或 .docx 结尾的文件名")
    if not output.parent.is_dir():
        raise Unusable(f"文件夹 {output.parent} 不存在：请先建立，或换一个位置")
    with acting(username) as by:
        from django.db import transaction

        from shanhai.access.registers import find_unit
        from shanhai.briefing import actions, queries
        from shanhai.regions.models import Division
        from shanhai.results.queries import finished_month, latest_year

        region = Division.objects.get(code=find_unit(unit).code)
        actions.check_issuer(by=by, region=region)
        if year is None or month is None:
            reported = finished_month(by, region.code, year=year)
            if reported is None and month is None:
                raise Unusable(
                    f"{region.name}还没有已结束且有台账数据的月份：请先导入台账，或用 --year --month 指定"
                )
            year = year or (reported[0] if reported else latest_year(by))
            month = month or (reported[1] if reported else None)
            assert month is not None
        if dry_run:
            actions.check_issuable(by=by, region=region, year=year, month=month)
            facts = queries.preview(region, year, month)["facts"]
            click.echo(
                f"可以编发：{facts['issuer']}《{facts['title']}》（只检查，未编发）", err=True
            )
            return
        notice = actions.issue_notice(by=by, region=region, year=year, month=month)
        with transaction.atomic():  # a file that cannot be written leaves no word of an export
            output.write_bytes(actions.export_notice(by=by, notice=notice, suffix=suffix[1:]))
    head, facts = notice.content["head"], notice.content["facts"]
    click.echo(f"{facts['issuer']} {head['number_text']}《{facts['title']}》", err=True)
    click.echo(f"数据时点 {head['as_of_text']}，内容摘要 {notice.digest}", err=True)
    click.echo(str(output))
