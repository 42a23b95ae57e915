"""`shanhai ingest` and `shanhai review` as an operator and as an officer call them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shanhai.accords.models import Commitment
from shanhai.cli.main import shanhai
from shanhai.kernel.errors import NotAllowed, NotFound, Unusable
from shanhai.sources.models import Document, Finding
from tests.cast import GUANGXI, TIANYANG
from tests.sources.reading import DATA, unreadable

pytestmark = pytest.mark.usefixtures("cast", "reader")


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(shanhai, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "文件" / "纪要.txt"
    path.parent.mkdir()
    path.write_bytes(DATA)
    return path


def test_a_folder_is_ingested_and_the_same_bytes_again_change_nothing(file: Path) -> None:
    [first] = json.loads(run("ingest", file.parent, "--json", "--region", GUANGXI).stdout)
    assert (first["outcome"], first["proposed"]) == ("created", 6)
    [again] = json.loads(run("ingest", file, "--json", "--region", GUANGXI).stdout)
    assert (again["outcome"], again["document"]) == ("unchanged", first["document"])
    assert "已有，未变" in run("ingest", file, "--region", GUANGXI).stdout


def test_an_officers_document_belongs_to_the_officers_county(file: Path) -> None:
    run("ingest", file, "--as", "qinxiaomei")
    assert Document.objects.get().region_id == TIANYANG


def test_a_dry_run_tells_and_keeps_nothing(file: Path) -> None:
    assert "仅检查，未写入" in run("ingest", file, "--dry-run").stdout
    assert not Document.objects.exists()


def test_one_bad_file_does_not_stop_the_others(
    file: Path, reader: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(given: object) -> object:
        return unreadable(given) if given.document.path.endswith(".pdf") else given  # type: ignore[attr-defined]

    reader(change=change)
    (file.parent / "扫描件.pdf").write_bytes(b"%PDF-1.7")
    said = run("ingest", file.parent, code=1).stdout
    assert "这是 PDF 文件" in said
    assert Document.objects.count() == 1


def test_nothing_readable_at_all_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="读不到这个文件"):
        run("ingest", tmp_path / "没有这个文件.txt")
    with pytest.raises(Unusable, match="没有文件"):
        run("ingest", tmp_path)


def test_findings_are_listed_and_accepted(file: Path) -> None:
    run("ingest", file)
    document = Document.objects.get()
    listed = run("review", document.pk).stdout
    assert "联席会议：示例联席会议" in listed
    assert "已审核 0/6" in listed
    done = json.loads(run("review", file, "--accept-all", "--json").stdout)
    assert (done["decided"], done["total"]) == (6, 6)
    assert Commitment.objects.standing().count() == 1
    assert json.loads(run("review", document.sha256[:12], "--json").stdout)["decided"] == 6


def test_single_findings_are_decided_and_undone(file: Path) -> None:
    run("ingest", file)
    document, row = Document.objects.get(), Finding.objects.get(kind="commitment")
    run("review", document.pk, "--accept", row.pk, "--note", "核对过")
    row.refresh_from_db()
    assert (row.state, row.note) == ("accepted", "核对过")
    run("review", document.pk, "--undo", row.pk)
    assert not Commitment.objects.standing().exists()
    with pytest.raises(NotFound, match="没有事项 999999"):
        run("review", document.pk, "--reject", 999999)


def test_a_dry_review_decides_nothing(file: Path) -> None:
    run("ingest", file)
    said = run("review", Document.objects.get().pk, "--accept-all", "--dry-run").stdout
    assert "已审核 6/6" in said
    assert set(Finding.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_neighbours_officer_neither_lists_nor_accepts(file: Path) -> None:
    run("ingest", file, "--as", "qinxiaomei")
    for doc in (Document.objects.get().pk, Document.objects.get().sha256, file):
        with pytest.raises(NotFound):
            run("review", doc, "--accept-all", "--as", "weiguodong")
    with pytest.raises(NotAllowed):
        run("ingest", file, "--as", "weiguodong", "--region", TIANYANG)
    assert set(Finding.objects.values_list("state", flat=True)) == {"proposed"}
