"""Template words of the house: icons, labels in the reader's language, numbers, and blank that is not zero."""

from decimal import Decimal
from typing import Any

from django import template
from django.apps import apps
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shanhai.access.registers.columns import number_text

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "search" %}`: an icon of the sprite; decoration only, so the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#icon-{}"></use></svg>',
        static("dist/icons.svg"),
        name,
    )


@register.filter
def number(value: Decimal | int | None) -> str:
    """`{{ value|number }}`: thousands grouped, no trailing zeros; without a value a dash, never 0."""
    return "—" if value is None else number_text(value)


@register.filter
def words(value: Any) -> str:
    """`{{ label|words }}`: a label kept in Chinese, in the reader's language."""
    return gettext(str(value)) if value else ""


@register.simple_tag
def state(value: str, label: Any) -> SafeString:
    """`{% state finding.state finding.get_state_display %}`: a state as word and mark."""
    return format_html('<span class="state" data-state="{}">{}</span>', value, words(label))


@register.filter
def subject(name: str) -> str:
    """`{{ entry.subject_type|subject }}`: what a record of the journal is about, in words."""
    try:
        return gettext(str(apps.get_model(name)._meta.verbose_name))
    except (LookupError, ValueError):
        return gettext(name) if name else ""
