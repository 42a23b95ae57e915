"""Opens the database for commands that need it, and finds the account they act for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from shanhai.kernel.errors import NotFound

if TYPE_CHECKING:
    from shanhai.access.models import Account

OPERATING_ACCOUNT = "operator"


def open_house() -> None:
    """Start Django with Shanhai's settings, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    import django

    django.setup()


def acting_account(username: str) -> "Account":
    """The account named by `--as`; raises `NotFound` with what to do."""
    from django.db import DatabaseError

    from shanhai.access.models import Account

    try:
        account = Account.objects.filter(username=username, is_active=True).first()
    except DatabaseError as trouble:
        raise NotFound("数据库尚未建立：请先运行 shanhai setup") from trouble
    if account is None:
        raise NotFound(
            f"没有可用的账号“{username}”：请先运行 shanhai setup，或用 --as 指定已有账号"
        )
    return account


@contextmanager
def acting(username: str) -> Iterator["Account"]:
    """Everything inside is written by this account under one request identifier."""
    open_house()
    from shanhai.journal.request_id import one_request

    with one_request():
        yield acting_account(username)


def as_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--as USER`, passed on as `username`."""
    return click.option(
        "--as",
        "username",
        default=OPERATING_ACCOUNT,
        show_default=True,
        help="以哪个账号的身份执行",
    )(command)


def dry_run_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--dry-run`: do everything, keep nothing."""
    return click.option("--dry-run", is_flag=True, help="只检查，不写入")(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--json`, passed on as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 值")(command)
