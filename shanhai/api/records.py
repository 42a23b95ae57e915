"""Read routes drawn from a register: a list with filters, paging and moments, and one record.

A station says which register stands under which name; parameters, answers and their OpenAPI description
follow from it, so the API can't tell another story than the page.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from shanhai.access.registers import Asked, Column, Register, ask
from shanhai.access.registers.columns import called
from shanhai.kernel.errors import NotFound, Unusable

_TYPES: Mapping[str, Any] = {
    "number": float,
    "count": int,
    "whole": int,
    "day": date,
    "moment": datetime,
    "yes_no": bool,
    "list": Any,
}


class Named(Schema):
    """A value of a code list or another record: its code and what it is called."""

    code: str | int
    name: str


class Problem(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Refused(Schema):
    """Every refusal and error of the API."""

    code: str
    message: str
    detail: list[Problem]
    request_id: str


def add_routes(router: Router, name: str, register: Register, key: str = "pk") -> None:
    """`GET /<name>` and `GET /<name>/{key}` for the register's rows; `key` is a field or pk."""
    row = _row_schema(name, register)
    page = create_model(
        f"{row.__name__}Page",
        __base__=Schema,
        count=(int, Field(description="全部符合条件的行数")),
        page=(int, ...),
        pages=(int, ...),
        as_of=(datetime | None, None),
        totals=(dict[str, float | None], Field(description="各合计列对全部符合条件的行之和")),
        rows=(list[row], ...),  # type: ignore[valid-type]
    )
    parameters = _parameters(name, register)
    refusals: dict[Any, Any] = dict.fromkeys((401, 403, 404, 422), Refused)

    def list_rows(request: HttpRequest, given: Any) -> Any:
        asked = _ask(register, request)
        return {
            "count": asked.count,
            "page": asked.page,
            "pages": asked.pages_count,
            "as_of": asked.as_of,
            "totals": {column.name: _plain(total) for column, total in asked.totals()},
            "rows": [_as_json(register, one, key) for one in asked.page_rows],
        }

    def one_row(request: HttpRequest, key_value: str) -> Any:
        asked = _ask(register, request)
        try:
            found = asked.rows().filter(**{key: key_value}).first()
        except ValueError:
            found = None
        if found is None:
            raise NotFound(f"没有编号为“{key_value}”的{register.title}，或您无权查看")
        return _as_json(register, found, key)

    list_rows.__annotations__["given"] = Query[parameters]  # type: ignore[misc,valid-type]
    title = str(register.title)
    router.get(
        f"/{name}",
        response={200: page, **refusals},
        summary=title,
        operation_id=f"list_{_identifier(name)}",
    )(list_rows)
    router.get(
        f"/{name}/{{key_value}}",
        response={200: row, **refusals},
        summary=f"{title}（一条）",
        operation_id=f"get_{_identifier(name)}",
    )(one_row)


def _ask(register: Register, request: HttpRequest) -> Asked:
    asked = ask(register, request.GET.dict(), request.user)
    if asked.problems:
        raise Unusable("查询条件有误，没有查询", **dict(asked.problems))
    return asked


def _parameters(name: str, register: Register) -> type[Schema]:
    """Query parameters, all optional texts; the register itself says what is wrong with one."""
    described = {
        "q": "在文字列中查找，空格分开的词都要出现",
        "year": "年度，如 2024",
        "unit": "单位：六位区划代码或名称，含其下级",
        "as_of": "时点：日期或时间，看当时的数据",
        "page": "页码，从 1 开始",
        "sort": "排序的列，前加 - 为倒序",
    }
    for one in register.filters:
        described.update(dict.fromkeys(one.parameters, str(one.label)))
    fields: dict[str, Any] = {
        parameter: (str | None, Field(None, description=text))
        for parameter, text in described.items()
    }
    return create_model(f"{_class_name(name)}Parameters", __base__=Schema, **fields)


def _row_schema(name: str, register: Register) -> type[Schema]:
    fields: dict[str, Any] = {}
    for column in register.shown:
        kind = Named if column.kind in ("name", "choice") and column.field else None
        described = Field(None, title=str(column.label), description=str(column.help_text) or None)
        fields[column.name] = ((kind or _TYPES.get(column.kind, str)) | None, described)
    return create_model(_class_name(name), __base__=Schema, **{"key": (str | int, ...), **fields})


def _as_json(register: Register, row: Any, key: str) -> dict[str, Any]:
    """The row as JSON; its `key` is the one that opens it at `/<name>/{key}`."""
    values = {column.name: _value(column, row) for column in register.shown}
    return {"key": getattr(row, key), **values}


def _value(column: Column, row: Any) -> Any:
    value = column.value(row)
    if value is None:
        return None
    if isinstance(value, models.Model):
        return {"code": value.pk, "name": called(value)}
    if column.kind == "choice" and column.field is not None:
        code = row
        for step in column.name.split("__"):
            code = getattr(code, step)
        return {"code": code, "name": str(value)}
    if column.kind in _TYPES:
        return _plain(value)
    return str(value)


def _plain(value: Any) -> Any:
    """Numbers are plain in JSON; a Decimal of the ledgers has far fewer digits than a double holds."""
    return float(value) if isinstance(value, Decimal) else value


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("-", "_").split("_"))


def _identifier(name: str) -> str:
    return name.replace("-", "_")
