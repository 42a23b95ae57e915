"""The loop run once on the examples: read, accept, own, import, compute, brief, verify.

`shanhai demo` walks it so that a newcomer sees every station filled. Each step finds what an earlier
run left and changes nothing; what it does is said in `examples/demo.toml`, not here.
"""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shanhai.kernel.errors import NotFound
from shanhai.kernel.quantities import Quantity, Unit

if TYPE_CHECKING:
    from shanhai.access.models import Account


@dataclass(frozen=True, slots=True)
class Walk:
    """What the walk needs at hand: the examples, the plan, the data folder, who acts."""

    examples: Path
    plan: dict[str, Any]
    home: Path
    operator: "Account"


def walk() -> Iterator[str]:
    """Run every step under one request and say in one line what it did."""
    from django.conf import settings

    from shanhai.cli.django import OPERATING_ACCOUNT, acting_account
    from shanhai.journal.request_id import one_request

    examples: Path = settings.EXAMPLES
    if not (examples / "demo.toml").exists():
        raise NotFound("找不到示例文件夹 examples：演示需要在源码目录中运行")
    plan = tomllib.loads((examples / "demo.toml").read_text("utf-8"))
    with one_request():
        at_hand = Walk(examples, plan, settings.HOME, acting_account(OPERATING_ACCOUNT))
        for step in (_accounts, _documents, _owners, _targets, _ledger, _figures, _notice, _proof):
            yield from step(at_hand)
        yield from _where_to_look(at_hand)


def _accounts(at_hand: Walk) -> Iterator[str]:
    from shanhai.access.actions import appoint
    from shanhai.access.models import Account

    made = 0
    for person in at_hand.plan["accounts"]:
        if Account.objects.filter(username=person["username"]).exists():
            continue
        appoint(
            by=at_hand.operator,
            username=person["username"],
            display_name=person["name"],
            password=demo_password(at_hand.home),
            role=person["role"],
            region_code=person.get("region"),
            start_date=at_hand.operator.date_joined.date(),
        )
        made += 1
    yield f"示例账号　新建 {made} 个" if made else "示例账号　已有，未变"


def demo_password(home: Path) -> str:
    """The examples' one password: made at random once, kept for the owner of the folder only."""
    file = home / "demo_password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9), "ascii")
    return file.read_text("ascii")


def _documents(at_hand: Walk) -> Iterator[str]:
    from shanhai.accords.actions import accept_findings
    from shanhai.cli.django import acting_account
    from shanhai.sources.actions import ingest

    for entry in at_hand.plan["documents"]:
        by = acting_account(entry["by"])
        file = at_hand.examples / "communiques" / entry["file"]
        taken = ingest(by=by, data=file.read_bytes(), name=file.name)
        accepted = 0
        if entry["accept"]:
            accepted = accept_findings(by=by, document=taken.document).total
        if taken.outcome == "unchanged" and not accepted:
            yield f"来源文件　{taken.document.title[:30]}：已收录，未变"
        else:
            waiting = taken.proposed - accepted
            rest = f"，待审核 {waiting} 条" if waiting > 0 else ""
            yield f"来源文件　{taken.document.title[:30]}：采纳 {accepted} 条{rest}"


def _owners(at_hand: Walk) -> Iterator[str]:
    from shanhai.accords.actions import assign_commitment
    from shanhai.accords.models import Commitment
    from shanhai.cli.django import acting_account

    assigned = 0
    for entry in at_hand.plan["owners"]:
        by = acting_account(entry["by"])
        unowned = Commitment.objects.visible_to(by).filter(
            fields__field=entry["field"], owner_office="", region_id=entry["region"],
            withdrawn_at=None,
        )  # fmt: skip
        for commitment in unowned:
            assign_commitment(
                by=by,
                commitment=commitment,
                owner_region=entry["region"],
                owner_office=entry["office"],
                due_on=entry["due"],
                check_question=entry["question"],
            )
            assigned += 1
    yield f"任务　　　落实责任单位 {assigned} 项" if assigned else "任务　　　责任单位已落实，未变"


def _targets(at_hand: Walk) -> Iterator[str]:
    from shanhai.accords.actions import set_targets
    from shanhai.accords.target_file import read_targets

    file = at_hand.examples / f"targets_{at_hand.plan['year']}.csv"
    read = read_targets(file.read_bytes(), file.name)
    assert not read.problems, "the example targets hold no mistakes"
    done = set_targets(by=at_hand.operator, rows=read.rows)
    yield f"目标任务　新增 {done.created} 项，调整 {done.changed} 项，未变 {done.unchanged} 项"


def _ledger(at_hand: Walk) -> Iterator[str]:
    from shanhai.delivery.actions import commit
    from shanhai.delivery.ledger import find
    from shanhai.delivery.workbook.examine import examine_file

    ledger, folder = find("placements"), at_hand.examples / "ledgers"
    wrong = folder / at_hand.plan["ledger"]["with_mistakes"]
    examined = examine_file(by=at_hand.operator, ledger=ledger, path=wrong)
    yield (
        f"台账检查　{wrong.name}：{examined.rows} 行中 {examined.rejected} 行有误，"
        f"一次列出 {len(examined.problems)} 处问题，未写入"
    )
    right = folder / at_hand.plan["ledger"]["file"]
    done = commit(
        by=at_hand.operator,
        examined=examine_file(by=at_hand.operator, ledger=ledger, path=right),
    )
    yield (
        f"台账导入　{right.name}：{done.rows} 行，新增 {done.created}，更正 {done.updated}，"
        f"未变 {done.unchanged}"
    )


def _figures(at_hand: Walk) -> Iterator[str]:
    from shanhai.cli.django import acting_account
    from shanhai.results.queries import progress

    year, month = at_hand.plan["year"], at_hand.plan["month"]
    notice = at_hand.plan["notice"]
    lines = progress(acting_account(notice["by"]), year=year, month=month)
    for line in lines:
        if line.unit == notice["region"]:
            unit = Unit.parse(line.indicator.unit)
            reached = Quantity(line.value, unit) if line.value is not None else "无数据"
            aim = Quantity(line.target, unit) if line.target is not None else "未下达"
            yield (
                f"指标　　　{line.indicator.code} {line.indicator.name_zh}：{line.unit_name}截至 {month} 月 "
                f"{reached}，年度目标 {aim}（{line.state.chinese}）"
            )
    behind = sum(line.is_flagged for line in lines)
    yield f"预警　　　{behind} 项低于序时进度，页面上写明相差多少、谁能补上"


def _notice(at_hand: Walk) -> Iterator[str]:
    from shanhai.briefing.actions import FILES, export_notice, issue_notice
    from shanhai.cli.django import acting_account
    from shanhai.regions.models import Division

    plan = at_hand.plan
    by = acting_account(plan["notice"]["by"])
    region = Division.objects.get(code=plan["notice"]["region"])
    notice = issue_notice(by=by, region=region, year=plan["year"], month=plan["month"])
    folder = at_hand.home / "demo"
    folder.mkdir(exist_ok=True)
    for suffix, draw in FILES.items():
        file = folder / f"notice-{region.code}-{plan['year']}-{plan['month']:02d}.{suffix}"
        same = file.exists() and file.read_bytes() == draw(notice.content)
        if not same:
            file.write_bytes(export_notice(by=by, notice=notice, suffix=suffix))
        yield f"通报　　　{file}{'：逐字节相同，未变' if same else ''}"


def _proof(at_hand: Walk) -> Iterator[str]:
    from shanhai.briefing.queries import check as check_notices
    from shanhai.delivery.queries import check as check_ledgers
    from shanhai.journal.queries import check as check_journal
    from shanhai.results.queries import check as check_readings

    checks = (check_journal, check_ledgers, check_readings, check_notices)
    problems = [problem for check in checks for problem in check()]
    yield from (f"核对　　　{problem.place} {problem.message}" for problem in problems)
    if not problems:
        yield "核对　　　日志链、台账、读数、通报全部一致（shanhai verify）"


def _where_to_look(at_hand: Walk) -> Iterator[str]:
    from django.conf import settings

    yield ""
    yield f"运行 shanhai serve 后打开 http://{settings.HOST}:{settings.PORT}/ ，示例账号："
    for person in at_hand.plan["accounts"]:
        yield f"    {person['username']:10}{person['name']}　{person['what']}"
    yield f"示例密码（都一样）：{demo_password(at_hand.home)}"
