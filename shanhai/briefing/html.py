"""Draws a notice as html: a page of its own that prints on A4, or the part that a page of the site shows."""

from importlib import resources
from typing import Any

from django.template.loader import render_to_string

from shanhai.briefing.reading import Reader


def fragment(content: dict[str, Any]) -> str:
    """The notice as one `<article>`, for a page that brings its own styles."""
    return render_to_string("briefing/notice_body.html", {"notice": Reader(content)})


def file(content: dict[str, Any]) -> bytes:
    """The notice as a complete document; equal content gives equal bytes."""
    styles = resources.files("shanhai.briefing").joinpath("data/notice.css").read_text("utf-8")
    context = {"notice": Reader(content), "styles": styles}
    return render_to_string("briefing/notice_file.html", context).encode()
