"""`shanhai account`: accounts, terms and tokens from the command line, for who runs the machine."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from shanhai.cli.django import acting, as_option, json_option
from shanhai.kernel.errors import NotFound, Unusable

if TYPE_CHECKING:
    from shanhai.access.models import Account

_day = click.DateTime(formats=["%Y-%m-%d"])


@click.group("account")
def account_command() -> None:
    """账号、任职与接口令牌。

    例：shanhai account list
    """


@account_command.command("add")
@click.argument("name")
@click.option("--display-name", default="", help="姓名")
@click.password_option(help="初始密码；不写则提示输入")
@as_option
def add(name: str, display_name: str, password: str, username: str) -> None:
    """新建一个还没有任职的账号。

    例：shanhai account add weiguodong --display-name 韦国栋
    """
    with acting(username) as by:
        from shanhai.access.actions import create_account

        create_account(by=by, username=name, display_name=display_name, password=password)
        click.echo(f"已新建账号 {name}；请用 shanhai account grant 授予任职")


@account_command.command("grant")
@click.argument("name")
@click.argument("role")
@click.option("--region", help="区域的六位代码或名称；不写表示全部协作区域")
@click.option("--start", type=_day, help="任期开始，默认今天")
@click.option("--end", type=_day, help="任期结束（最后一天），默认未定")
@as_option
def grant(
    name: str,
    role: str,
    *,
    region: str | None,
    start: datetime | None,
    end: datetime | None,
    username: str,
) -> None:
    """授予一项任职：角色、区域与任期。ROLE 为角色代码，如 county_officer。

    例：shanhai account grant weiguodong county_officer --region 451224 --end 2027-06-30
    """
    with acting(username) as by:
        from django.utils import timezone

        from shanhai.access.actions import grant_role

        holding = grant_role(
            by=by, account=_account(by, name, anybody=True), role=role,
            region_code=_region_code(region),
            start_date=start.date() if start else timezone.localdate(),
            end_date=end.date() if end else None,
        )  # fmt: skip
        click.echo(f"已授予：{_line(_of_holding(holding))}")


@account_command.command("end")
@click.argument("holding_id", type=int, metavar="任职编号")
@click.option("--on", "last_day", type=_day, required=True, help="最后一天")
@click.option("--reason", default="", help="事由")
@as_option
def end(holding_id: int, last_day: datetime, reason: str, username: str) -> None:
    """结束一项任职；编号见 account list。

    例：shanhai account end 12 --on 2026-06-30 --reason 挂职期满
    """
    with acting(username) as by:
        from shanhai.access.actions import end_role
        from shanhai.access.queries import holdings

        holding = holdings(by).filter(pk=holding_id).first()
        if holding is None:
            raise NotFound(f"没有编号为 {holding_id} 的任职，或您无权查看：请用 account list 查找")
        end_role(by=by, holding=holding, end_date=last_day.date(), reason=reason)
        click.echo(f"任职 {holding_id} 至 {last_day:%Y-%m-%d} 结束")


@account_command.command("token")
@click.argument("name")
@click.option("--label", required=True, help="用途")
@click.option("--expires", type=_day, required=True, help="有效期至，一年之内")
@as_option
def token(name: str, label: str, expires: datetime, username: str) -> None:
    """签发接口令牌，只显示这一次。

    例：shanhai account token weiguodong --label 每月报送 --expires 2026-12-31
    """
    with acting(username) as by:
        from shanhai.access.actions import issue_token

        plain = issue_token(
            by=by, account=_account(by, name), label=label, expires_on=expires.date()
        )
        click.echo("令牌只显示这一次，请妥善保存：", err=True)
        click.echo(plain)


@account_command.command("list")
@as_option
@json_option
def list_(username: str, as_json: bool) -> None:
    """列出您可以查看的账号及其任职。

    例：shanhai account list --json
    """
    with acting(username) as by:
        from shanhai.access.queries import accounts, holdings

        held: dict[int, list[dict[str, Any]]] = {}
        for holding in holdings(by):
            held.setdefault(holding.account_id, []).append(_of_holding(holding))
        rows: list[dict[str, Any]] = [
            {
                "username": account.username, "display_name": account.display_name,
                "is_active": account.is_active, "holdings": held.get(account.pk, []),
            }
            for account in accounts(by).order_by("username")
        ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        closed = "" if row["is_active"] else "（已停用）"
        click.echo(f"{row['username']}　{row['display_name']}{closed}")
        for one in row["holdings"]:
            click.echo(f"    {_line(one)}")


def _account(by: "Account", name: str, *, anybody: bool = False) -> "Account":
    """The account of that name among those that `by` may see; `anybody`: or one without any role yet."""
    from shanhai.access.models import Account
    from shanhai.access.queries import accounts

    found = accounts(by).filter(username=name).first()
    if found is None and anybody:
        found = Account.objects.filter(username=name, holdings__isnull=True).first()
    if found is None:
        raise NotFound(f"没有账号“{name}”，或您无权查看")
    return found


def _region_code(text: str | None) -> str | None:
    """The code of a region given by code or name."""
    if not text:
        return None
    from shanhai.regions.queries import resolve

    found = resolve(text)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise Unusable(f"区域“{text}”不在行政区划表中：请填六位代码或全称")
    choices = "、".join(f"{one.name}（{one.code}）" for one in found)
    raise Unusable(f"区域“{text}”对应多个区划：{choices}，请改填六位代码")


def _of_holding(holding: Any) -> dict[str, Any]:
    return {
        "id": holding.pk,
        "role": str(holding.role),
        "role_name": holding.get_role_display(),
        "region": holding.region_id,
        "region_name": holding.region.name if holding.region else "全部协作区域",
        "start_date": holding.start_date.isoformat(),
        "end_date": holding.end_date.isoformat() if holding.end_date else None,
    }


def _line(one: dict[str, Any]) -> str:
    term = f"{one['start_date']} 至 {one['end_date'] or '未定'}"
    return f"[{one['id']}] {one['role_name']} · {one['region_name']} · {term}"
