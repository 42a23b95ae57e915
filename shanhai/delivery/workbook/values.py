"""Reads one cell's text as what its column holds: dates, money, yes or no, codes, as people type them.

Each reader is plain text in, `Reading` out; it is asked once for each different text of a column, so a
ledger of a hundred thousand rows asks it a few hundred times.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from shanhai.delivery.ledger import Column, Kind
from shanhai.kernel.problems import Severity

EXCEL_EPOCH = date(1899, 12, 30)
_YES = {"是", "y", "yes", "1", "true", "√", "✓", "有", "对"}
_NO = {"否", "n", "no", "0", "false", "×", "✗", "不是", "没有", "x"}
_DATE = re.compile(
    r"(?P<y>\d{4})(?:[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?|(?P<m2>\d{2})(?P<d2>\d{2}))"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_YEAR_AND_MONTH = re.compile(r"\d{4}[-./年]\d{1,2}月?")
_SHORT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?")
_MONEY_MARKS = re.compile(r"^[¥￥]|(?<=\d)[,_](?=\d{3})|(?<=\d)元(?:/月)?$")
_BIG_UNIT = re.compile(r"\d(?:\.\d+)?\s*[千万亿kKwW]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as; a code and a message when there is something to say about it.

    `value` is None when the text could not be read; with a value, the trouble is a warning.
    """

    value: Any = None
    code: str = ""
    message: str = ""
    accepted: str = ""

    @property
    def severity(self) -> Severity:
        """An unreadable text stops the commit; a text read with doubt does not."""
        return Severity.ERROR if self.value is None else Severity.WARNING


Reader = Callable[[str], Reading]


def narrow(text: str) -> str:
    """Full-width digits and signs as ASCII, no spaces inside: what codes and numbers are read from."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def read_date(text: str) -> Reading:
    """A calendar day in the usual written forms, or Excel's serial number of it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"\s*([-./年月日])\s*", r"\1", plain)
    if found := _DATE.fullmatch(plain):
        year, month, day = (
            int(found["y"]),
            int(found["m"] or found["m2"]),
            int(found["d"] or found["d2"]),
        )
        try:
            return Reading(date(year, month, day))
        except ValueError:
            return Reading(code="no_such_day", message=f"日历上没有“{text}”这一天")
    if _SERIAL.fullmatch(plain) and 20_000 <= float(plain) <= 80_000:
        return Reading(EXCEL_EPOCH + timedelta(days=int(float(plain))))
    if _YEAR_AND_MONTH.fullmatch(plain):
        return Reading(code="day_missing", message=f"“{text}”只写到月：请写到日")
    if _SHORT_YEAR.fullmatch(plain):
        return Reading(code="year_short", message=f"“{text}”的年份只有两位：请写四位年份")
    return Reading(code="not_a_date", message=f"“{text}”不是日期")


def number_reader(column: Column) -> Reader:
    """Reads a number with the column's decimal places; more places are rounded, with a warning."""
    step = Decimal(1).scaleb(-column.decimal_places)

    def read(text: str) -> Reading:
        plain = _MONEY_MARKS.sub("", narrow(text))
        try:
            number = Decimal(plain)
        except InvalidOperation:
            if _BIG_UNIT.search(plain):
                return Reading(
                    code="other_unit",
                    message=f"“{text}”带有其他单位：请换算成{column.unit or '数字'}",
                )
            return Reading(code="not_a_number", message=f"“{text}”不是数字")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
            return Reading(code="not_a_number", message=f"“{text}”不是可用的数字")
        rounded = number.quantize(step, rounding=ROUND_HALF_UP)
        # Excel's own arithmetic leaves tails like 3500.0000000000005; those are not worth a word.
        if abs(rounded - number) > Decimal("0.000001"):
            return Reading(rounded, "rounded", f"“{text}”已四舍五入为 {rounded}")
        return Reading(rounded)

    return read


def read_boolean(text: str) -> Reading:
    """Yes or no as people tick it."""
    plain = narrow(text).lower().removesuffix(".0")
    if plain in _YES:
        return Reading(True)
    if plain in _NO:
        return Reading(False)
    return Reading(code="not_yes_or_no", message=f"“{text}”看不出是或否")


def choice_reader(column: Column) -> Reader:
    """Reads a label or a code of the column's list."""
    codes = {narrow(label).lower(): code for code, label in column.choices}
    codes |= {code.lower(): code for code, _ in column.choices}

    def read(text: str) -> Reading:
        code = codes.get(narrow(text).lower())
        if code is None:
            return Reading(code="not_in_list", message=f"“{text}”不在“{column.header}”的代码表内")
        return Reading(code)

    return read


def read_identity(text: str) -> Reading:
    """An identity number without spaces, in capitals; whether it holds is for the checks to say."""
    return Reading(narrow(text).strip("'’‘`").replace("-", "").upper())


def text_reader(column: Column) -> Reader:
    """Reads free text of at most the column's length; what a spreadsheet would run is refused."""
    limit = column.max_length

    def read(text: str) -> Reading:
        if limit is not None and len(text) > limit:
            return Reading(code="too_long", message=f"共 {len(text)} 字，超过 {limit} 字")
        if text[0] in "=@+" or (text[0] == "-" and not text[1:2].isdigit()):
            return Reading(
                code="formula_like", message=f"“{text[:20]}”的开头会被表格软件当作公式：请去掉"
            )
        return Reading(text)

    return read


def reader_of(column: Column, division: Reader) -> Reader:
    """The reader for a column's kind."""
    makers: dict[Kind, Callable[[Column], Reader]] = {
        Kind.TEXT: text_reader,
        Kind.IDENTITY: lambda _: read_identity,
        Kind.DIVISION: lambda _: division,
        Kind.CHOICE: choice_reader,
        Kind.DATE: lambda _: read_date,
        Kind.DECIMAL: number_reader,
        Kind.INTEGER: number_reader,
        Kind.BOOLEAN: lambda _: read_boolean,
    }
    return makers[column.kind](column)
