"""All addresses of the site as they are, found in the URL configuration and in the API's description."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
import polars as pl
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

_API = "api/"


@dataclass(frozen=True)
class Address:
    """One address: its name within its station and the names of the values it takes."""

    name: str
    route: str
    values: tuple[str, ...]

    def url(self, **values: Any) -> str:
        """The address with values put in."""
        return reverse(self.name, kwargs=values)


def addresses() -> list[Address]:
    """Every page of the site; the API has its own list."""
    return [one for one in _walk(get_resolver().url_patterns) if not one.route.startswith(_API)]


def api_paths(client: Client) -> list[tuple[str, str]]:
    """(method, path) of every operation that the API's description lists."""
    described = client.get("/api/v1/openapi.json").json()
    return sorted(
        (method, path) for path, operations in described["paths"].items() for method in operations
    )


def _walk(
    patterns: list[URLPattern | URLResolver], route: str = "", space: str = ""
) -> Iterator[Address]:
    for one in patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, here, inner)
        else:
            values = tuple(re.findall(r"<(?:\w+:)?(\w+)>", here))
            yield Address(f"{space}{one.name}", here, values)


def all_text(response: HttpResponse) -> str:
    """Everything a response says: page, JSON with its escapes opened, or every cell of a workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    kind = response.get("Content-Type", "")
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    if content[:2] == b"PK":
        return headers + _package_text(content)
    if content[:4] == b"PAR1":
        return headers + str(pl.read_parquet(io.BytesIO(content)).rows())
    text = content.decode("utf-8", "replace")
    if "json" in kind and text.strip():
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return headers + text


def _package_text(content: bytes) -> str:
    """The cells of a workbook; the XML of any other package (docx)."""
    import zipfile

    package = zipfile.ZipFile(io.BytesIO(content))
    if "xl/workbook.xml" not in package.namelist():
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
        return re.sub(r"<[^>]+>", "", b"".join(parts).decode())
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


_CHANGING = (
    r'name="csrfmiddlewaretoken" value="[^"]+"', r'name="csrf-token" content="[^"]+"',
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?", r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT",
)  # fmt: skip


def settled(text: str) -> str:
    """The text without what differs from one moment to the next: tokens, request numbers, clock times."""
    for pattern in _CHANGING:
        text = re.sub(pattern, "·", text)
    return text
