"""Compiles the English words, and finds what pages say that has none yet.

The words of the house are Chinese; English is one file kept by hand, `locale/en/LC_MESSAGES/django.po`. It is
compiled without GNU gettext, so that set-up needs no system package: `python -m shanhai.web.translations`.
With `--missing` it lists what is still to be translated, as entries to be filled in.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import polib

WEB = Path(__file__).parent
PACKAGE = WEB.parent
PO_FILE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
_TEMPLATE_CALL = re.compile(r"""(?:gettext|_)\(\s*u?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
_CHINESE = re.compile(r"[㐀-鿿]")


def compile_all() -> int:
    """Write each `.mo` beside its `.po`; returns how many entries were compiled."""
    count = 0
    for path in sorted((WEB / "locale").glob("*/LC_MESSAGES/*.po")):
        entries = polib.pofile(str(path))
        entries.save_as_mofile(str(path.with_suffix(".mo")))
        count += len(entries)
    return count


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character, so that an English reader needs another."""
    return bool(_CHINESE.search(text))


def messages() -> dict[str, str]:
    """Every text that pages look up → where it stands first. Needs Django to be set up."""
    found: dict[str, str] = {}
    sources = (*_in_templates(), *_in_python(), *_in_models(), *_in_enums(), *_in_tables())
    for text, place in sources:
        found.setdefault(text, place)
    return found


def missing() -> dict[str, str]:
    """The Chinese texts that have no English entry."""
    known = {entry.msgid for entry in polib.pofile(str(PO_FILE)) if entry.msgstr}
    return {
        text: place for text, place in messages().items() if is_chinese(text) and text not in known
    }


def unused() -> list[str]:
    """Entries that no page looks up any more."""
    wanted = messages()
    return [entry.msgid for entry in polib.pofile(str(PO_FILE)) if entry.msgid not in wanted]


def _in_templates() -> Iterator[tuple[str, str]]:
    from django.utils.translation.template import templatize

    for path in sorted((WEB / "templates").rglob("*.html")):
        code = templatize(path.read_text("utf-8"), origin=str(path))
        for found in _TEMPLATE_CALL.finditer(code):
            yield ast.literal_eval(found[1]), str(path.relative_to(PACKAGE))


def _in_python() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in _CALLS
            ):
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def _in_models() -> Iterator[tuple[str, str]]:
    """Names, definitions and code lists of all our models' fields; they become headings and labels."""
    from django.apps import apps
    from django.db.models import Field

    for model in apps.get_models():
        if not model.__module__.startswith("shanhai."):
            continue
        yield str(model._meta.verbose_name), model._meta.label
        for field in model._meta.get_fields():
            if isinstance(field, Field):
                place = f"{model._meta.label}.{field.name}"
                texts = (
                    field.verbose_name,
                    field.help_text,
                    *(label for _, label in field.flatchoices),
                )
                # What Django's own fields say, Django translates.
                yield from ((text, place) for text in texts if isinstance(text, str) and text)
        yield from (
            (text, model._meta.label) for text in (getattr(model, "ledger_name", ""),) if text
        )


def _in_enums() -> Iterator[tuple[str, str]]:
    """Code lists that are no model's: those that call their members in Chinese."""
    for name in _modules():
        for one in vars(import_module(name)).values():
            if isinstance(one, type) and issubclass(one, Enum) and one.__module__ == name:
                for member in one:
                    label: Any = getattr(member, "chinese", None) or getattr(member, "label", None)
                    if label:
                        yield str(label), f"{name}.{one.__name__}"


def _in_tables() -> Iterator[tuple[str, str]]:
    """Words of the permission table and names of the indicators."""
    from shanhai.access.permissions import VERBS
    from shanhai.accords.indicators import target_indicators
    from shanhai.measure.indicators import INDICATORS

    yield from ((word, "permission table") for word in VERBS.values())
    for indicator in INDICATORS.values():
        yield str(indicator.unit), f"indicator {indicator.code}"
        yield indicator.name_zh, f"indicator {indicator.code}"
        for version in indicator.versions:
            yield version.name_zh, f"indicator {indicator.code}"
    for target in target_indicators().values():
        yield target.name, f"indicator {target.code}"


def _modules() -> list[str]:
    import shanhai

    found = walk_packages(shanhai.__path__, "shanhai.")
    skipped = (".migrations", ".config.", ".cli", ".data")
    return [one.name for one in found if not any(part in one.name for part in skipped)]


def _list_missing() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    django.setup()
    for text, place in missing().items():
        sys.stdout.write(str(polib.POEntry(msgid=text, msgstr="", comment=place)) + "\n")
    for text in unused():
        sys.stdout.write(f"#~ {text}\n")


if __name__ == "__main__":
    if "--missing" in sys.argv:
        _list_missing()
    else:
        compile_all()
