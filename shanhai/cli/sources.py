"""`shanhai ingest` and `shanhai review`: take documents in, then decide what was read in them."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shanhai.cli.django import acting, as_option, dry_run_option, json_option
from shanhai.kernel.errors import NotFound, Refusal, Unusable

if TYPE_CHECKING:
    from shanhai.access.models import Account
    from shanhai.sources.models import Document, Finding

_WORDS = {"created": "已收录", "unchanged": "已有，未变", "reread": "已重新读取"}


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--region", "region_code", help="归属区域的六位代码，默认为账号所在区域")
@as_option
@dry_run_option
@json_option
def ingest_command(
    paths: tuple[Path, ...], region_code: str | None, username: str, dry_run: bool, as_json: bool
) -> None:
    """读取文件并收录：原文、修复记录和待审核事项；同样的字节再收录一次不产生变化。

    例：shanhai ingest 纪要.txt 协议文件夹/ --region 450000
    """
    with acting(username) as by:
        results = [
            _ingest(by, path, region_code, dry_run) for path in _progress(list(_files(paths)))
        ]
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo(_line(result))
        if dry_run:
            click.echo("仅检查，未写入")
    refused = [result for result in results if result["outcome"] == "refused"]
    if len(refused) == len(results):
        raise Unusable("没有一份文件可以收录：" + "；".join(item["message"] for item in refused))
    if refused or any(result.get("errors") for result in results):
        sys.exit(1)


@click.command("review")
@click.argument("doc")
@click.option("--accept-all", is_flag=True, help="采纳全部待审核事项")
@click.option(
    "--accept", "accepted", type=int, multiple=True, help="采纳这一条（事项编号，可重复）"
)
@click.option("--reject", "rejected", type=int, multiple=True, help="不采纳这一条（可重复）")
@click.option("--undo", "undone", type=int, multiple=True, help="退回待审核（可重复）")
@click.option("--note", default="", help="审核说明")
@as_option
@dry_run_option
@json_option
def review_command(
    doc: str,
    *,
    accept_all: bool,
    accepted: tuple[int, ...],
    rejected: tuple[int, ...],
    undone: tuple[int, ...],
    note: str,
    username: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """列出或审核一份文件读出的事项；DOC 为文件编号、SHA-256 或文件路径。

    例：shanhai review 3 --accept-all
    """
    with acting(username) as by:
        from django.db import transaction

        from shanhai.accords.actions import accept_findings
        from shanhai.sources import queries
        from shanhai.sources.models import Finding

        document = queries.document(by, _key(doc))
        wanted = {
            **dict.fromkeys(accepted, Finding.State.ACCEPTED),
            **dict.fromkeys(rejected, Finding.State.REJECTED),
            **dict.fromkeys(undone, Finding.State.PROPOSED),
        }
        with transaction.atomic():
            _decide(by, queries.findings(by, document), wanted, note)
            left = accept_findings(by=by, document=document).left if accept_all else ()
            rows = queries.findings(by, document)
            if dry_run:
                transaction.set_rollback(True)
        _show(document, rows, as_json)
    for sentence in left:
        click.echo(sentence, err=True)
    if left:
        sys.exit(1)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                inside
                for inside in path.rglob("*")
                if inside.is_file() and not inside.name.startswith(".")
            )
        else:
            yield path


def _progress(files: list[Path]) -> Iterator[Path]:
    if not files:
        raise Unusable("文件夹里没有文件")
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if console.is_terminal:
        yield from track(files, description="读取", console=console)
        return
    for number, path in enumerate(files, start=1):
        click.echo(f"读取 {number}/{len(files)} {path.name}", err=True)
        yield path


def _ingest(by: "Account", path: Path, region_code: str | None, dry_run: bool) -> dict[str, Any]:
    from shanhai.sources import actions

    try:
        data = path.read_bytes()
    except OSError as trouble:
        return _refused(path, f"{path}：读不到这个文件（{trouble.strerror}）")
    try:
        result = actions.ingest(
            by=by, data=data, name=path.name, region_code=region_code, dry_run=dry_run
        )
    except Unusable as refusal:
        return _refused(path, refusal.message)
    document = result.document
    return {
        "path": str(path),
        "outcome": result.outcome,
        "document": None if dry_run and result.outcome == "created" else document.pk,
        "title": document.title,
        "sha256": document.sha256,
        "proposed": result.proposed,
        "kept": result.kept,
        "refreshed": result.refreshed,
        "retired": result.retired,
        "missing": list(result.missing),
        "errors": [
            problem["message"] for problem in document.problems if problem["severity"] == "error"
        ],
    }


def _refused(path: Path, message: str) -> dict[str, Any]:
    return {"path": str(path), "outcome": "refused", "message": message}


def _line(result: dict[str, Any]) -> str:
    if result["outcome"] == "refused":
        return f"未收录　{result['message']}"
    line = f"{_WORDS[result['outcome']]}　{result['title']}"
    if result["document"]:
        line += f"　文件编号 {result['document']}"
    if result["outcome"] == "created":
        line += f"　待审核事项 {result['proposed']} 条"
    if result["outcome"] == "reread":
        line += (
            f"　新增 {result['proposed']} 条，保留审核结论 {result['kept']} 条，"
            f"更新 {result['refreshed']} 条，不再提出 {result['retired']} 条"
        )
    return line + "".join(f"\n　　问题：{message}" for message in result["errors"])


def _key(doc: str) -> str:
    """The document a person means: a number, a hash, or the hash of the file that is named."""
    import hashlib

    path = Path(doc)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else doc


def _decide(by: "Account", rows: list["Finding"], wanted: dict[int, Any], note: str) -> None:
    from shanhai.sources import actions

    known = {row.pk: row for row in rows}
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise NotFound(f"这份文件没有事项 {'、'.join(map(str, unknown))}")
    for pk, state in wanted.items():
        try:
            actions.decide(by=by, finding=known[pk], state=state, note=note)
        except Refusal as refusal:
            raise type(refusal)(f"事项 {pk}：{refusal.message}") from refusal


def _show(document: "Document", rows: list["Finding"], as_json: bool) -> None:
    from shanhai.sources import queries, values

    progress = queries.progress(rows)
    if as_json:
        findings = [
            {
                "id": row.pk, "kind": row.kind, "state": row.state, "span": [row.start, row.end],
                "source_span": [row.source_start, row.source_end], "quote": row.quote,
                "value": row.current_value,
            }
            for row in rows
        ]  # fmt: skip
        shape = {
            "document": document.pk, "title": document.title, "decided": progress.decided,
            "total": progress.total, "findings": findings,
        }  # fmt: skip
        click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
        return
    click.echo(f"{document.title}（文件编号 {document.pk}）")
    for row in rows:
        said = values.summary(row.kind, row.current_value)
        click.echo(f"{row.pk}\t{row.get_kind_display()}\t{row.get_state_display()}\t{said}")
    click.echo(f"已审核 {progress.decided}/{progress.total}")
