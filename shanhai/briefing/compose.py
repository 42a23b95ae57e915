"""Composes a monthly notice (通报): every number with its identifier, and the words around them.

The content is plain data. Files are drawn from it and nothing else, so a notice written again is the same
file; wording is put together from states and figures, never invented.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from shanhai.access.scope import Scope
from shanhai.briefing.drafting import BELOW, Draft, Run, line_of
from shanhai.measure.indicators import INDICATORS
from shanhai.regions.models import Division
from shanhai.results import queries
from shanhai.results.progress import Progress, State
from shanhai.results.responsibility import with_closers_within

MAIN, EAST, LIFTED = "L1", "L2", "L3"
_ADDRESSEES = {
    "province": "各市（州）协作办：",
    "prefecture": "各县（市、区）协作专班：",
    "county": "各有关单位：",
}


def facts(region: Division, year: int, month: int, as_of: datetime) -> dict[str, Any]:
    """What the notice says of a region (itself and one level below) as of a moment, without its head.

    Equal rows and targets give equal facts, whenever they are composed.
    """
    within = Scope((region.code,), everywhere=False)
    cells = queries.readings_within(within, year=year, as_of=as_of)
    lines = queries.standing(
        within, year=year, month=month, as_of=as_of, cells=cells, named=[region.code]
    )
    lines = with_closers_within(within, lines, timezone.localdate(as_of))
    draft = Draft(region, year, month, lines, cells)
    sections = [_overall(draft), _by_unit(draft), _below_target(draft), _about(draft)]
    return {
        "region": {"code": region.code, "name": region.name},
        "year": year,
        "month": month,
        "title": f"关于{year}年{month}月劳务协作进展情况的通报",
        "issuer": f"{region.name}东西部协作办公室",
        "addressee": _ADDRESSEES[region.level],
        "sections": [section for section in sections if section],
        "figures": draft.figures,
        "has_data": any(line.unit == region.code and line.rows_count > 0 for line in lines),
    }


def _overall(draft: Draft) -> dict[str, Any]:
    paragraphs = []
    main = draft.line(MAIN, draft.region.code)
    if main is None or main.value is None:
        text = f"截至{draft.year}年{draft.month}月底，{draft.region.name}尚无务工就业台账数据，"
        paragraphs.append(line_of(text + "各项数字待台账导入后计算；无数据不等于零。"))
    else:
        paragraphs.append(_main_sentence(draft, main))
        double = draft.double(main, draft.below(MAIN))
        if double:
            paragraphs.append(double)
    return {"heading": "一、总体进展", "paragraphs": paragraphs}


def _main_sentence(draft: Draft, main: Progress) -> list[Run]:
    text = f"截至{draft.year}年{draft.month}月底，{draft.region.name}本年累计{main.label.removesuffix('人数')}"
    runs = line_of(text, draft.value(main), "人")
    added = draft.in_month(main)
    if added is None:
        runs += line_of(f"，{draft.month}月没有新上岗人员")
    else:
        runs += line_of(f"，其中{draft.month}月新增", added, "人")
    if main.target is not None:
        runs += line_of("，完成年度目标", draft.target(main), "人的", draft.rate(main))
        runs += line_of(f"（时间进度为{draft.month}/12），{main.state.chinese}")
    parts = [draft.line(code, draft.region.code) for code in (EAST, LIFTED)]
    for place, part in enumerate(part for part in parts if part and part.value is not None):
        runs += line_of("。其中，" if place == 0 else "；", part.label.removesuffix("人数"))
        runs += line_of(draft.value(part), "人")
        if part.target is not None:
            runs += line_of("，完成年度目标的", draft.rate(part))
    return runs + line_of("。")


def _by_unit(draft: Draft) -> dict[str, Any] | None:
    mains = draft.below(MAIN)
    if not mains:
        return None
    codes = [code for code in (MAIN, EAST, LIFTED) if INDICATORS[code].definition(draft.year)]
    columns = ["单位"]
    for code in codes:
        columns += [
            INDICATORS[code].label(draft.year).removesuffix("人数") + "（人）",
            "目标",
            "完成率",
        ]
    rows = []
    for main in mains:
        row: list[list[Run]] = [line_of(main.unit_name)]
        for code in codes:
            one = draft.line(code, main.unit)
            assert one is not None
            row += [[draft.value(one)], [draft.target(one)], [draft.rate(one)]]
        rows.append(row)
    name = BELOW[draft.region.level]
    last = "，无数据的列在最后" if any(main.value is None for main in mains) else ""
    return {
        "heading": f"二、分{name}进展",
        "paragraphs": [line_of(f"各{name}按帮助就业完成率由高到低排列{last}。")],
        "table": {"columns": columns, "rows": rows},
    }


def _below_target(draft: Draft) -> dict[str, Any]:
    units = [main.unit for main in draft.below(MAIN)] or [draft.region.code]
    flagged = [line for line in draft.lines if line.is_flagged and line.unit in units]
    flagged.sort(key=lambda one: (-(one.gap or 0), one.unit, one.indicator.code))
    heading = "三、低于序时进度的单位" if draft.below(MAIN) else "二、低于序时进度的指标"
    if not flagged:
        return {"heading": heading, "paragraphs": [line_of("各单位均达到序时进度。")]}
    paragraphs = [
        line_of(
            f"按“截至{draft.month}月底应完成全年目标的{draft.month}/12”衡量，"
            "下列单位低于序时进度，请对照差额抓紧推进："
        )
    ]
    for place, one in enumerate(flagged, start=1):
        subject = f"{place}．{one.unit_name}{one.label.removesuffix('人数')}"
        if one.state is State.NO_DATA:
            runs = line_of(
                subject + "未报送数据，无数据不等于零，按序时进度应完成", draft.expected(one), "人"
            )
        else:
            runs = line_of(subject, draft.value(one), "人，较序时进度少", draft.gap(one), "人")
            runs += line_of("，距全年目标还差", draft.gap_to_target(one), "人")
            if one.behind_since and one.behind_since < draft.month:
                runs += line_of(f"，自{one.behind_since}月起持续低于进度")
        paragraphs.append(runs + line_of(f"。{_responsible(one)}。"))
    return {"heading": heading, "paragraphs": paragraphs}


def _responsible(one: Progress) -> str:
    """Who closes the gap, from the same source as the page of results."""
    offices = "、".join(closer.name for closer in one.closers if closer.kind == "office")
    if one.in_post:
        return f"由{one.unit_name}{'协作专班' if one.is_county else '协作办'}负责补足"
    if offices:
        return f"由{offices}负责补足"
    return f"由{one.unit_name}补足（该{'县' if one.is_county else '级'}尚无在任人员）"


def _about(draft: Draft) -> dict[str, Any]:
    paragraphs = [
        [
            {"text": "本通报数据取自务工就业台账逐行计算，数据时点为"},
            {"head": "as_of_text"},
            {
                "text": "；时点之后的补报、更正不影响本通报。文中每个数字均有编号，可在系统中打开所计的台账记录。"
            },
        ]
    ]
    versions = [one.definition(draft.year) for one in INDICATORS.values()]
    standing = [version for version in versions if version]
    common = _common_end([version.text for version in standing])
    for version in standing:
        own = version.text.removesuffix(common)
        paragraphs.append(line_of(f"“{version.name_zh}”口径：{own}"))
    if common:
        paragraphs.append(line_of(f"以上各项：{common}"))
    heading = "四、数据说明" if draft.below(MAIN) else "三、数据说明"
    return {"heading": heading, "paragraphs": paragraphs}


def _common_end(texts: Sequence[str]) -> str:
    """The whole sentences with which all the texts end, to be said once; empty when there are none."""
    if len(texts) < 2:
        return ""
    ended = [text.removesuffix("。").split("。") for text in texts]
    common: list[str] = []
    while all(len(sentences) > 1 for sentences in ended):
        last = {sentences.pop() for sentences in ended}
        if len(last) > 1:
            break
        common.insert(0, last.pop() + "。")
    return "".join(common)
