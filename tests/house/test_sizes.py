"""Pages fit a head: a long module or function is two things that have not been told apart yet."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path for path in (ROOT / "shanhai").rglob("*.py") if "migrations" not in path.parts
)
LINES_AT_MOST = 500
FUNCTION_LINES_AT_MOST = 70


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_fits_a_head(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LINES_AT_MOST
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "the first line says what the module is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES_AT_MOST, node.name
