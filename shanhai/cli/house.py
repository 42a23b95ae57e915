"""`shanhai setup`, `demo` and `serve`: what an office runs first."""

import click

from shanhai.cli.django import open_house


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
    click.echo(f"网站：http://{settings.HOST}:{listening_on}/ （按 Ctrl-C 停止）", err=True)
    Granian(
        "shanhai.config.wsgi:application",
        address=settings.HOST,
        port=listening_on,
        interface=Interfaces.WSGI,
        blocking_threads=4,  # pages are short; a long import holds one thread, not the site
        log_level=LogLevels.warning,
    ).serve()
