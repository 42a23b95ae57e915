"""`shanhai read`: the reading engine alone, without a database: text in, findings out.

Kept apart from everything that knows Django, so that two communiqués are read in well under a second.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from shanhai.extract import Reading, read
from shanhai.kernel.fields import Field
from shanhai.kernel.problems import Severity

_EVENT_TYPES = {"visit": "访问", "conference": "会议", "signing": "签约", "ceremony": "仪式"}
_ROLES = {
    "chair": "主持", "speaker": "讲话", "signer": "签署", "witness": "见证", "attendee": "出席",
    "leader": "率团",
}  # fmt: skip
_MARKS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.INFO: "提示"}


@click.command("read")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 数组，每个文件一项")
def read_command(paths: tuple[str, ...], as_json: bool) -> None:
    """读取新闻稿：修复受损文字，找出会议、人员、协议、考察点、任务和数字；不需要数据库。

    给出文件夹时读其中所有文件。有需要人工核对之处时退出码为 1。

    例：shanhai read examples/communiques --json
    """
    try:
        files = list(_files(paths))
    except _Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    readings = [read(data, str(path)) for path, data in _progress(files)]
    if as_json:
        click.echo(json.dumps([reading.as_json() for reading in readings], ensure_ascii=False))
    else:
        click.echo("\n\n".join(summary(reading) for reading in readings))
    serious = {Severity.ERROR, Severity.WARNING}
    found = any(problem.severity in serious for one in readings for problem in one.problems)
    sys.exit(1 if found else 0)


class _Refused(Exception):
    """Input that cannot be used, said in one line."""


def _files(paths: Iterable[str]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if _is_document(one))
            if not inside:
                raise _Refused(f"{given}：文件夹里没有可读的文件；请换一个文件夹。")
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise _Refused(f"{given}：找不到这个文件；请检查路径。")


def _is_document(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix.lower() != ".md"


def _progress(files: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """The bytes of each file, with a bar on a terminal and plain lines for long runs elsewhere."""
    if len(files) > 1 and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        for path in track(files, description="读取", console=console, transient=True):
            yield path, _bytes(path)
        return
    for number, path in enumerate(files, 1):
        if len(files) >= 100 and number % 100 == 0:
            click.echo(f"已读 {number}/{len(files)}", err=True)
        yield path, _bytes(path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        click.echo(f"{path}：无法读取（{error.strerror}）；请检查权限。", err=True)
        sys.exit(2)


def summary(reading: Reading) -> str:
    """A reading for people: title, events, people, agreements, sites, tasks by speaker, problems."""
    document = reading.document
    lines = [f"■ {document.title or document.path}"]
    lines += [f"  文件 {document.path}｜编码 {document.encoding or '无法识别'}" + _origin(reading)]
    lines += _section("活动", _events(reading), len(reading.events))
    lines += _section("人员", _people(reading))
    lines += _section("协议", _agreements(reading))
    lines += _section("考察点", _sites(reading))
    lines += _section("任务", _commitments(reading))
    lines += _section("数字", _claims(reading))
    lines += _section("修复", _repairs(reading))
    lines += _section(
        "问题", [f"{_MARKS[one.severity]}：{one.message}" for one in reading.problems]
    )
    if len(lines) == 2:
        lines.append("  没有读到活动、人员、协议或任务。")
    return "\n".join(lines)


def _section(name: str, items: list[str], count: int | None = None) -> list[str]:
    return (
        [f"  {name}（{count or len(items)}）", *(f"    · {item}" for item in items)]
        if items
        else []
    )


def _origin(reading: Reading) -> str:
    document = reading.document
    parts = [
        ("发布", document.published), ("来源", document.publisher), ("原文", document.original_url),
    ]  # fmt: skip
    return "".join(f"｜{name} {value}" for name, value in parts if value)


def _events(reading: Reading) -> list[str]:
    items = []
    for event in reading.events:
        day = event.start or "日期未写明"
        if event.end and event.end != event.start:
            day += f" 至 {event.end}"
        place = f"，{event.place}" if event.place else ""
        items.append(f"[{_EVENT_TYPES[event.type]}] {event.name}（{day}{place}）")
        items += [
            f"  路线 {route.group or '代表团'}"
            + (f"（{route.leader}率领）" if route.leader else "")
            + "："
            + "、".join(route.places)
            for route in event.routes
        ]
    return items


def _people(reading: Reading) -> list[str]:
    return [
        f"{person.name}，{person.office or '职务未写明'}（{'、'.join(_ROLES[one] for one in person.roles)}）"
        for person in reading.people
    ]


def _agreements(reading: Reading) -> list[str]:
    items = []
    for agreement in reading.agreements:
        state = "已签" if agreement.status == "signed" else "提及"
        who = f"，签署：{'、'.join(agreement.signers)}" if agreement.signers else ""
        seen = f"，见证：{'、'.join(agreement.witnesses)}" if agreement.witnesses else ""
        items.append(f"《{agreement.title}》（{state}{who}{seen}）")
    return items


def _sites(reading: Reading) -> list[str]:
    return [
        site.name + "".join(f"（{one}）" for one in (site.group, site.place) if one)
        for site in reading.sites
    ]


def _commitments(reading: Reading) -> list[str]:
    items = []
    for task in reading.commitments:
        fields = "、".join(Field(one).chinese for one in task.fields) or "未分领域"
        items.append(f"{task.speaker or '会议'}｜{fields}｜{task.text}")
    return items


def _claims(reading: Reading) -> list[str]:
    return [
        f"{claim.indicator}：{claim.as_written}"
        + (f"（{claim.period.as_written}）" if claim.period else "")
        for claim in reading.claims
    ]


def _repairs(reading: Reading) -> list[str]:
    counts = Counter(repair.kind for repair in reading.repairs if repair.kind != "space")
    return [f"{_KINDS.get(kind, kind)} {count} 处" for kind, count in counts.items()]


_KINDS = {
    "pinyin": "拼音注音", "script": "繁体转简体", "misaligned": "错位乱码（推断）",
    "damaged": "无法复原的损坏", "doubled": "重复标点", "boilerplate": "页面内容", "width": "全角字符",
    "broken": "断裂字符",
}  # fmt: skip


if __name__ == "__main__":
    read_command()
