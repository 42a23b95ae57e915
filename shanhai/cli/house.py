"""`shanhai setup`, `demo` and `serve`: what an office runs first."""

import socket

import click

from shanhai.cli.django import open_house
from shanhai.kernel.errors import Conflict


@click.command("setup")
def setup_command() -> None:
    """建库、载入参考数据、建立运维账号；可重复执行。

    例：shanhai setup
    """
    from shanhai.cli.founding import found

    open_house()
    for line in found():
        click.echo(line)


@click.command("demo")
def demo_command() -> None:
    """建库后用示例文件与台账把全流程走一遍，并说明做了什么、去哪里看；可重复执行。

    例：shanhai demo
    """
    from shanhai.cli.founding import found
    from shanhai.cli.walkthrough import walk

    open_house()
    for line in [*found(), *walk()]:
        click.echo(line)


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), help="端口，默认取 SHANHAI_PORT 或 8000")
def serve_command(port: int | None) -> None:
    """启动网站，直到按下 Ctrl-C。

    例：shanhai serve --port 8000
    """
    open_house()
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    listening_on = port or settings.PORT
    _refuse_taken(settings.HOST, listening_on)
    click.echo(f"网站：http://{settings.HOST}:{listening_on}/ （按 Ctrl-C 停止）", err=True)
    Granian(
        "shanhai.config.wsgi:application",
        address=settings.HOST,
        port=listening_on,
        interface=Interfaces.WSGI,
        blocking_threads=4,  # pages are short; a long import holds one thread, not the site
        log_level=LogLevels.warning,
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    """Refuse a port on which somebody listens: the server would share it and answer every other time."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            # The system's own rule for restarts: a port still closing down is free, a listening one not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as trouble:
        raise Conflict(
            f"{host}:{port} 已被占用或不可用（{trouble.strerror}）：请先停止另一个进程，或用 --port 换一个端口"
        ) from trouble
