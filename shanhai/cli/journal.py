"""`shanhai verify`: whether the journal's chain holds and every station's figures agree with its rows."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Any

import click

from shanhai.cli.django import acting, as_option, json_option
from shanhai.kernel.errors import NotAllowed, Unusable
from shanhai.kernel.problems import Problem, Severity

STATIONS = {
    "access": ("shanhai.journal.appointments", "每个账号和任职与日志中的记录"),
    "accords": ("shanhai.accords.integrity", "每个目标和采纳的事项与日志和出处"),
    "delivery": ("shanhai.delivery.queries", "台账的每一行与日志中的摘要"),
    "results": ("shanhai.results.queries", "每个指标读数与重新计算的结果"),
    "briefing": ("shanhai.briefing.queries", "每份通报与冻结时的数字"),
}
"""Station → the module whose `check()` holds it against the journal, and what that compares.

The journal itself comes first, and rows before the figures that are counted from them.
"""


@click.command("verify")
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="序号:封印",
    help="核对以前记下的某条封印是否仍在（可重复）",
)
@as_option
@json_option
def verify_command(anchors: tuple[str, ...], username: str, as_json: bool) -> None:
    """核对日志链是否完整，台账、读数、通报是否与日志一致；有问题时指出是哪一条。

    例：shanhai verify
    """
    with acting(username) as by:
        from shanhai.access.scope import scope_of
        from shanhai.journal import queries

        if not scope_of(by, "journal.entry", "verify").everywhere:
            raise NotAllowed("核对全部日志需要审计人员或系统运维的角色")
        noted = [_read_anchor(text) for text in anchors]
        checked: list[dict[str, Any]] = []
        entries_count = queries.entries_count()
        head = queries.head()
        problems = _timed("journal", f"日志 {entries_count} 条", checked, _walk(entries_count))
        for sequence, seal in noted:
            problem = queries.verify_anchor(sequence, seal)
            problems += [problem] if problem else []
        found = {
            station: _timed(station, what, checked, import_module(module).check)
            for station, (module, what) in STATIONS.items()
        }
        found["results"] = _readings(found["results"], bool(found["delivery"]))
        problems += [problem for one in found.values() for problem in one]
    answer = {
        "ok": not problems,
        "entries": entries_count,
        "head": {"sequence": head.sequence, "seal": head.seal} if head else None,
        "checked": checked,
        "problems": [asdict(problem) for problem in problems],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else _text(answer))
    if problems:
        sys.exit(1)


def _read_anchor(text: str) -> tuple[int, str]:
    sequence, _, seal = text.partition(":")
    if not (sequence.isascii() and sequence.isdigit() and len(seal) == 64):
        raise Unusable(f"--anchor {text!r} 无效：应写成 序号:封印，如 120:3f…（64 位十六进制）")
    return int(sequence), seal


def _walk(entries_count: int) -> Callable[[], list[Problem]]:
    """The walk along the chain with its progress on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    from shanhai.journal import queries

    def check() -> list[Problem]:
        console = Console(stderr=True)
        if not console.is_terminal:
            return queries.check()
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("核对日志", total=entries_count)
            return queries.check(lambda done: bar.update(task, completed=done))

    return check


def _timed(
    station: str, what: str, checked: list[dict[str, Any]], check: Callable[[], list[Problem]]
) -> list[Problem]:
    """Run one check, say on stderr how it went, and note it."""
    start = time.perf_counter()
    problems = check()
    seconds = round(time.perf_counter() - start, 2)
    outcome = f"{len(problems)} 个问题" if problems else "一致"
    click.echo(f"核对{what}：{outcome}（{seconds} 秒）", err=True)
    checked.append({"station": station, "problems": len(problems), "seconds": seconds})
    return problems


def _readings(found: list[Problem], rows_differ: bool) -> list[Problem]:
    """While rows are not what was sealed, a reading that differs is their consequence.

    To store the readings anew would then make the tampered rows' figures the official ones.
    """
    differing = [problem for problem in found if problem.code == "reading_differs"]
    if not rows_differ or not differing:
        return found
    message = (
        f"另有 {len(differing)} 个读数与台账重算不符：台账的行已与日志不符，"
        "请先按上述问题恢复台账，再核对读数；恢复之前不要重算"
    )
    others = [problem for problem in found if problem.code != "reading_differs"]
    return [*others, Problem(Severity.ERROR, "readings_wait", message, "读数")]


def _text(answer: dict[str, Any]) -> str:
    lines = [f"{problem['place']}　{problem['message']}" for problem in answer["problems"]]
    if answer["ok"]:
        lines.append(f"全部一致：日志 {answer['entries']} 条")
    else:
        lines.append(f"发现 {len(lines)} 个问题")
    if answer["head"]:
        head = answer["head"]
        lines.append(
            f"链头 {head['sequence']}:{head['seal']}（可抄存，日后用 --anchor 核对此前的日志没有被改写）"
        )
    return "\n".join(lines)
