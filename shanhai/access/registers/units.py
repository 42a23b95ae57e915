"""Finds the division that `?unit=` means, by code or name, with the codes it had before and after.

田阳县 became 田阳区 and got another code; rows kept under either belong to what is asked for. So a unit
here is a set of code prefixes, taken from the recorded changes (`regions.queries.codes_of`).
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from shanhai.kernel.errors import Unusable
from shanhai.regions import queries
from shanhai.regions.models import Division, code_prefix


@dataclass(frozen=True, slots=True)
class Unit:
    """A division that was asked for: its code, its name and all code prefixes whose rows lie in it."""

    code: str
    name: str
    prefixes: tuple[str, ...]

    def within(self, *paths: str) -> Q:
        """Rows whose division, named by any of `paths`, lies in the unit."""
        condition = Q(pk__in=[])
        for path in paths:
            column = path if path.endswith("code") else f"{path.removesuffix('_id')}__code"
            for prefix in self.prefixes:
                condition |= Q(**{f"{column}__startswith": prefix})
        return condition


def find_unit(text: str, label: str | Promise = "单位") -> Unit:
    """The unit of a six-digit code or a name, full or short; raises `Unusable` with what to do."""
    text = text.strip()
    by_code = text.isascii() and text.isdigit()
    found = list(Division.objects.filter(code=text)) if by_code else _by_name(text)
    if not found:
        raise Unusable(f"{label}“{text}”不在行政区划表中：请填六位区划代码或全称")
    if len(found) > 1:
        choices = "、".join(f"{one.parent or ''}{one.name}（{one.code}）" for one in found[:6])
        raise Unusable(f"{label}“{text}”对应多个区划：{choices}，请改填六位区划代码")
    codes = queries.codes_of([found[0].code])
    return Unit(found[0].code, found[0].name, tuple(code_prefix(code) for code in codes))


def _by_name(name: str) -> list[Division]:
    """Divisions of that name; only a short or old name needs the whole gazetteer."""
    found = list(Division.objects.filter(name=name).select_related("parent"))
    standing = [one for one in found if one.valid_to is None]
    return standing or found or queries.resolve(name)
