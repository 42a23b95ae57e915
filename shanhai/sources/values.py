"""What a finding of each kind says: its parts with Chinese names, types and code lists, declared once.

The mending form, the check of what a person typed and the identity of a finding are all drawn from
here, so a new part of a finding is one line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from shanhai.kernel.dates import PartialDate
from shanhai.kernel.errors import Unusable
from shanhai.kernel.fields import Field
from shanhai.regions.queries import resolve

Type = Literal[
    "text", "long", "choice", "choices", "names", "date", "number", "integer", "flag",
    "parties", "period", "kept",
]  # fmt: skip
Options = tuple[tuple[str, str], ...]

MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value: `kept` parts are carried along and not mended by hand."""

    name: str
    label: str
    type: Type
    required: bool = False
    options: Options = ()
    essential: bool = False
    longest: int = 200


EVENT_TYPES: Options = (
    ("visit", "考察互访"), ("conference", "联席会议"), ("signing", "签约"), ("ceremony", "仪式"),
)  # fmt: skip
DATE_BASES: Options = (("text", "正文"), ("page", "页面日期"), ("name", "名称"), ("none", "未知"))
PARTY_ROLES: Options = (
    ("visitor", "来访方"), ("host", "接待方"), ("giver", "帮扶方"), ("receiver", "受帮扶方"),
    ("equal", "对等方"),
)  # fmt: skip
PERSON_ROLES: Options = (
    ("chair", "主持"), ("speaker", "讲话"), ("signer", "签署"), ("witness", "见证"),
    ("attendee", "参加"), ("leader", "带队"),
)  # fmt: skip
AGREEMENT_STATUSES: Options = (("signed", "已签署"), ("mentioned", "提及"))
FORMS: Options = (("enumerated", "编号列举"), ("parallel", "并列"), ("single", "单项"))
FIELDS: Options = tuple((field.value, field.chinese) for field in Field)
STAGES: Options = (("planned", "计划"), ("contracted", "签约"), ("realised", "实现"))
STATISTICS: Options = (
    ("total", "总量"), ("per_county", "县均"), ("share", "占比"), ("change", "增减"),
)  # fmt: skip
INDICATORS: Options = (
    ("fiscal_aid", "财政援助资金"), ("social_donation", "社会帮扶资金"),
    ("cadres_seconded", "挂职干部"), ("professionals_seconded", "专业技术人才"),
    ("parks", "共建产业园区"), ("enterprises", "落地企业"), ("investment", "到位投资"),
    ("labour_placed", "帮助农村劳动力就业"), ("labour_placed_east", "赴东部就业"),
    ("labour_placed_poverty", "脱贫劳动力就业"), ("sales", "采购和帮助销售"),
    ("pairs_county", "县县结对"), ("pairs_town", "镇镇结对"), ("pairs_village", "村村结对"),
    ("pairs_school", "学校结对"), ("pairs_hospital", "医院结对"), ("training", "培训"),
    ("projects", "实施项目"), ("workshops", "帮扶车间"), ("bases", "基地"),
    ("beneficiaries", "受益人口"), ("visits", "互访"), ("other", "其他"),
)  # fmt: skip

PARTS: Mapping[str, tuple[Part, ...]] = {
    "event": (
        Part("type", "类型", "choice", required=True, options=EVENT_TYPES, essential=True),
        Part("name", "名称", "text", required=True, essential=True),
        Part("start", "开始日期", "date"),
        Part("end", "结束日期", "date"),
        Part("date_basis", "日期依据", "choice", options=DATE_BASES),
        Part("place", "地点", "text", longest=120),
        Part("parties", "各方", "parties"),
        Part("routes", "行程", "kept"),
    ),
    "person": (
        Part("name", "姓名", "text", required=True, essential=True, longest=40),
        Part("office", "职务", "text"),
        Part("roles", "角色", "choices", options=PERSON_ROLES),
        Part("party", "所属方", "text", longest=60),
    ),
    "agreement": (
        Part("title", "标题", "text", required=True, essential=True),
        Part("status", "状态", "choice", required=True, options=AGREEMENT_STATUSES),
        Part("signers", "签署人", "names"),
        Part("witnesses", "见证人", "names"),
    ),
    "site": (
        Part("name", "名称", "text", required=True, essential=True, longest=120),
        Part("place", "所在地", "text", longest=120),
        Part("group", "组别", "text", longest=60),
    ),
    "commitment": (
        Part("text", "内容", "long", required=True, essential=True, longest=MAX_TEXT),
        Part("fields", "领域", "choices", required=True, options=FIELDS),
        Part("speaker", "讲话人", "text", longest=40),
        Part("party", "承诺方", "text", longest=60),
        Part("ordinal", "序号", "integer", essential=True),
        Part("form", "表述形式", "choice", required=True, options=FORMS),
    ),
    "claim": (
        Part("indicator", "指标", "choice", required=True, options=INDICATORS, essential=True),
        Part("value", "数值", "number"),
        Part("unit", "计量单位", "text", longest=12),
        Part("as_written", "原文写法", "text", required=True, essential=True, longest=60),
        Part("approx", "约数", "flag"),
        Part("stage", "阶段", "choice", required=True, options=STAGES, essential=True),
        Part("statistic", "统计方式", "choice", required=True, options=STATISTICS, essential=True),
        Part("period", "期间", "period"),
        Part("from", "提供方", "text", longest=120),
        Part("to", "接受方", "text", longest=120),
        Part("scope", "范围", "text", longest=120),
        Part("subset_of", "其中于", "text", longest=60),
    ),
}
"""Kind → its parts in the order in which people read them (contracts §1)."""


def essence(kind: str, value: Mapping[str, Any]) -> str:
    """What makes two findings at one place the same one."""
    return "\x1f".join(str(value.get(part.name) or "") for part in PARTS[kind] if part.essential)


def label_of(options: Sequence[tuple[str, str]], code: str) -> str:
    """The Chinese word of a code; a code that no list has is shown as it is."""
    return dict(options).get(code, code)


def summary(kind: str, value: Mapping[str, Any]) -> str:
    """One line that says what was found."""
    if kind == "event":
        return f"{label_of(EVENT_TYPES, value.get('type', ''))}：{value.get('name', '')}"
    if kind == "person":
        return " ".join(filter(None, (value.get("name"), value.get("office"))))
    if kind == "claim":
        named = label_of(INDICATORS, value.get("indicator", ""))
        return f"{named}：{value.get('as_written', '')}"
    return str(value.get("title") or value.get("text") or value.get("name") or "")


def check(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The value as it may be kept; refuses with all that is wrong with it in one sentence."""
    checked: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for part in PARTS[kind]:
        try:
            checked[part.name] = _CHECKS[part.type](part, value.get(part.name))
        except ValueError as trouble:
            wrong[part.name] = f"{part.label}{trouble}"
            continue
        if part.required and checked[part.name] in (None, "", []):
            wrong[part.name] = f"{part.label}不能为空"
    if wrong:
        raise Unusable("；".join(wrong.values()), fields=wrong)
    return checked


def check_party(checked: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Whom somebody belongs to is a region; what the text itself says may stand as it was read."""
    party = checked.get("party")
    if not party or party == before.get("party") or resolve(party):
        return
    said = f"“{party}”不在行政区划表中：请填地区的全称、通称或六位代码，或留空"
    raise Unusable(said, fields={"party": said})


def _text(part: Part, value: Any) -> str | None:
    text = str(value or "").strip()
    if len(text) > part.longest:
        raise ValueError(f"最多 {part.longest} 字，现有 {len(text)} 字")
    return text or None


def _choice(part: Part, value: Any) -> str | None:
    text = str(value or "").strip()
    if text and text not in dict(part.options):
        raise ValueError(f"“{text}”不在代码表中")
    return text or None


def _choices(part: Part, value: Any) -> list[str]:
    chosen = [_choice(part, item) for item in _list(value)]
    return [code for code, _ in part.options if code in chosen]


def _names(part: Part, value: Any) -> list[str]:
    return [text for item in _list(value) if (text := _text(part, item))]


def _date(part: Part, value: Any) -> str | None:
    text = str(value or "").strip()
    if not text:
        return None
    try:
        return PartialDate.parse(text).isoformat()
    except ValueError as trouble:
        raise ValueError(f"“{text}”应写作 2022-06-14、2022-06 或 --06-14（年份不详）") from trouble


def _number(part: Part, value: Any) -> int | float | None:
    text = str("" if value is None else value).strip().replace(",", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as trouble:
        raise ValueError(f"“{text}”不是数字") from trouble
    if not number.is_finite() or abs(number) >= Decimal(10) ** 16:
        raise ValueError(f"“{text}”超出范围")
    return int(number) if number == number.to_integral_value() else float(number)


def _integer(part: Part, value: Any) -> int | None:
    number = _number(part, value)
    if isinstance(number, float):
        raise ValueError(f"“{value}”应为整数")
    return number


def _flag(part: Part, value: Any) -> bool:
    return value not in (None, False, "", "0", "false")


def _parties(part: Part, value: Any) -> list[dict[str, Any]]:
    roles = Part(part.name, part.label, "choice", options=PARTY_ROLES)
    parties = []
    for item in _list(value):
        name = _text(part, item.get("name"))
        if name:
            role = _choice(roles, item.get("role")) or "equal"
            parties.append({"name": name, "adcode": item.get("adcode") or None, "role": role})
    return parties


def _period(part: Part, value: Any) -> dict[str, Any] | None:
    given = value if isinstance(value, Mapping) else {}
    as_written = Part(part.name, part.label, "text", longest=40)
    period = {
        "start": _date(part, given.get("start")),
        "end": _date(part, given.get("end")),
        "as_written": _text(as_written, given.get("as_written")) or "",
    }
    return period if any(period.values()) else None


def _kept(part: Part, value: Any) -> Any:
    return value


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


_CHECKS: Mapping[str, Callable[[Part, Any], Any]] = {
    "text": _text, "long": _text, "choice": _choice, "choices": _choices, "names": _names,
    "date": _date, "number": _number, "integer": _integer, "flag": _flag, "parties": _parties,
    "period": _period, "kept": _kept,
}  # fmt: skip
