from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from examples.ledgers import synthetic
from shanhai.delivery import actions
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Batch, Placement
from shanhai.journal.models import Entry, Verb
from tests.cast import Cast

SignIn = Callable[[Any], Client]


@pytest.fixture
def record(load: Callable[..., Any], cast: Cast, tianyang_rows: list[list[Any]]) -> str:
    """The first of six records of 田阳区, imported by its officer."""
    load(cast.tianyang, tianyang_rows)
    return str(Placement.objects.order_by("record")[0].record)


def send(client: Client, path: Path) -> str:
    """Upload a workbook; the address of the page with what was found."""
    with path.open("rb") as file:
        answer = client.post(reverse("delivery:import", args=["placements"]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def test_an_empty_house_says_what_to_do(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in(cast.tianyang)
    assert "还没有" in text(client.get("/delivery/"))
    assert "导入或录入之后" in text(client.get("/delivery/placements/"))
    assert "导入台账之后" in text(client.get("/delivery/batches/"))


def test_a_workbook_goes_from_upload_to_batch(
    signed_in: SignIn, cast: Cast, workbook: Callable[..., Path], tianyang_rows: list[list[Any]]
) -> None:
    client = signed_in(cast.tianyang)
    address = send(client, workbook(tianyang_rows))
    assert "写入台账" in text(client.get(address))
    assert not Placement.objects.exists()
    answer = client.post(f"{address}commit/")
    batch = Batch.objects.get()
    assert answer["Location"] == reverse("delivery:batch", args=[batch.pk])
    assert "新增 6 行" in text(client.get(answer["Location"]))
    assert (batch.recorded_by, batch.file_name) == (cast.tianyang, "台账.xlsx")
    text(client.get(address), 404)
    again = send(client, workbook(tianyang_rows))
    assert "没有要写入的变化" in text(client.get(again))


def test_mistakes_are_listed_with_what_is_accepted_and_the_marked_file(
    signed_in: SignIn, cast: Cast, workbook: Callable[..., Path], tianyang_rows: list[list[Any]],
    changed: Any, tmp_path: Path,
) -> None:  # fmt: skip
    client = signed_in(cast.tianyang)
    address = send(client, workbook([changed(tianyang_rows[0], 工种="宇航员"), *tianyang_rows[1:]]))
    page = text(client.get(address))
    assert "没有写入任何一行" in page
    assert "宇航员" in page
    assert "生产制造、建筑施工" in page
    marked = client.get(f"{address}errors/")
    (tmp_path / "marked.xlsx").write_bytes(b"".join(marked.streaming_content))
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx")["填报"]["F2"].comment
    refused = client.post(f"{address}commit/")
    assert "全部未写入" in text(refused, 422)
    assert not Placement.objects.exists()


def test_a_correcting_workbook_asks_for_a_reason(
    signed_in: SignIn, cast: Cast, record: str, workbook: Callable[..., Path],
    tianyang_rows: list[list[Any]], changed: Any,
) -> None:  # fmt: skip
    client = signed_in(cast.tianyang)
    address = send(client, workbook([changed(tianyang_rows[0], 月工资=5000)]))
    page = text(client.get(address))
    assert "更正事由" in page
    assert 'maxlength="300" value=""' in page, "the reason is the officer's own"
    assert "事由" in text(client.post(f"{address}commit/", {"reason": ""}), 422)
    client.post(f"{address}commit/", {"reason": "工资核实"})
    assert Batch.objects.latest("pk").reason == "工资核实"


def test_what_is_no_ledger_is_refused_on_the_page(
    signed_in: SignIn, cast: Cast, tmp_path: Path
) -> None:
    client = signed_in(cast.tianyang)
    (tmp_path / "a.csv").write_text("品名,数量\n苹果,3\n")
    assert "找不到务工就业台账的表头" in text(client.get(send(client, tmp_path / "a.csv")), 422)
    assert "请选择" in text(client.post(reverse("delivery:import", args=["placements"])), 422)


def test_given_up_files_are_gone(
    signed_in: SignIn, cast: Cast, workbook: Callable[..., Path], tianyang_rows: list[list[Any]]
) -> None:
    client = signed_in(cast.tianyang)
    address = send(client, workbook(tianyang_rows))
    client.post(f"{address}commit/", {"cancel": "1"})
    text(client.get(address), 404)
    token = address.strip("/").rpartition("/")[2]
    assert not list(Path(settings.MEDIA_ROOT).rglob(f"{token}*"))


def test_a_record_shows_what_changed_between_its_versions(
    signed_in: SignIn, cast: Cast, record: str
) -> None:
    client = signed_in(cast.tianyang)
    address = reverse("delivery:record", args=["placements", record])
    row = Placement.objects.get(record=record)
    before = row.monthly_wage_yuan
    fields = _form_of(client, address)
    fields |= {"monthly_wage_yuan": "5123.45", "reason": "工资核实"}
    answer = client.post(f"{address}correct/", fields)
    assert answer.status_code == 302, answer.content.decode()
    page = text(client.get(address))
    assert f"<del>{before:.2f}</del> → <ins>5123.45</ins>" in page
    assert "工资核实" in page
    stale = client.post(f"{address}correct/", fields | {"monthly_wage_yuan": "6000"})
    assert "刚被他人更正" in text(stale, 409)


def _form_of(client: Client, address: str) -> dict[str, str]:
    context = client.get(address).context
    fields = {field.column.name: field.value for field in context["fields"]}
    return fields | {"version": str(context["current"].version)}


def test_a_wrong_correction_comes_back_with_the_problem_at_its_field(
    signed_in: SignIn, cast: Cast, record: str
) -> None:
    client = signed_in(cast.tianyang)
    address = reverse("delivery:record", args=["placements", record])
    fields = _form_of(client, address) | {"monthly_wage_yuan": "很多", "reason": "工资核实"}
    page = text(client.post(f"{address}correct/", fields), 422)
    assert "“很多”不是数字" in page
    assert 'value="很多"' in page


def test_a_number_is_shown_once_for_a_purpose(
    signed_in: SignIn, cast: Cast, record: str, tianyang_rows: list[list[Any]]
) -> None:
    client = signed_in(cast.auditor)
    address = reverse("delivery:record", args=["placements", record])
    number = tianyang_rows[0][1]
    assert number not in text(client.get(address))
    assert "用途" in text(client.post(f"{address}reveal/", {"purpose": ""}), 422)
    assert number in text(client.post(f"{address}reveal/", {"purpose": "抽查核对合同"}))
    assert number not in text(client.get(address))
    assert Entry.objects.filter(verb=Verb.REVEAL, subject_key=record).count() == 1


def test_a_batch_is_withdrawn_with_a_reason(signed_in: SignIn, cast: Cast, record: str) -> None:
    client = signed_in(cast.tianyang)
    batch = Batch.objects.get()
    address = reverse("delivery:withdraw", args=[batch.pk])
    assert "事由" in text(client.post(address, {"reason": ""}), 422)
    answer = client.post(address, {"reason": "传错文件"})
    assert "已撤回批次" in text(client.get(answer["Location"]))
    assert not Placement.objects.as_of().exists()
    page = text(client.get(reverse("delivery:record", args=["placements", record])))
    assert "已撤回" in page


def test_a_batch_in_the_way_is_named_and_linked_and_the_reason_kept(
    signed_in: SignIn, cast: Cast, record: str, ledger: Ledger
) -> None:
    first = Batch.objects.get()
    second = actions.correct(
        by=cast.tianyang, ledger=ledger, record=record, changes={"monthly_wage_yuan": "5000"},
        reason="工资核实",
    ).batch  # fmt: skip
    assert second
    client = signed_in(cast.tianyang)
    address = reverse("delivery:withdraw", args=[first.pk])
    page = text(client.post(address, {"reason": "传错了文件"}), 409)
    assert f"请先撤回批次 {second.pk}" in page
    assert f'href="{reverse("delivery:batch", args=[second.pk])}"' in page
    assert 'value="传错了文件"' in page
    assert "此后已更正" in page
    back = client.post(reverse("delivery:withdraw", args=[second.pk]), {"reason": "改错了"})
    assert "此后已更正" not in text(client.get(reverse("delivery:batch", args=[first.pk])))
    assert back.status_code == 302
    assert client.post(address, {"reason": "传错了文件"}).status_code == 302
    assert not Placement.objects.as_of().exists()


def test_a_withdrawn_batch_looks_withdrawn(signed_in: SignIn, cast: Cast, record: str) -> None:
    client = signed_in(cast.tianyang)
    first = Batch.objects.get()
    page = reverse("delivery:batch", args=[first.pk])
    assert "撤回整批" in text(client.get(page))
    client.post(f"{page}withdraw/", {"reason": "传错文件"})
    last = Batch.objects.latest("pk")
    shown = text(client.get(page))
    assert f"已由批次 {last.pk} 撤回" in shown
    assert "撤回整批" not in shown
    assert "此后已更正" not in shown
    assert f"撤回批次 {first.pk}" in text(client.get(reverse("delivery:batch", args=[last.pk])))
    listed = text(client.get("/delivery/batches/"))
    assert f"已由批次 {last.pk} 撤回" in listed
    assert f"撤回批次 {first.pk}" in listed
    again = text(client.post(f"{page}withdraw/", {"reason": "传错文件"}), 409)
    assert f"已由批次 {last.pk} 撤回" in again


def test_an_old_file_shows_which_corrections_it_would_undo(
    signed_in: SignIn, cast: Cast, record: str, ledger: Ledger, workbook: Callable[..., Path],
    tianyang_rows: list[list[Any]], changed: Any,
) -> None:  # fmt: skip
    client = signed_in(cast.tianyang)
    old = Placement.objects.get(record=record)
    actions.correct(
        by=cast.tianyang, ledger=ledger, record=record, reason="按合同核实",
        changes={"monthly_wage_yuan": "5123.45"},
    )  # fmt: skip
    page = text(client.get(send(client, workbook(tianyang_rows))))
    assert "将更正 1 条记录" in page
    assert f"<del>5123.45</del> → <ins>{old.monthly_wage_yuan:.2f}</ins>" in page
    assert "其中 1 条记录导入之后又在页面更正过" in page
    assert "按合同核实" in page
    actions.withdraw_batch(by=cast.tianyang, batch=Batch.objects.latest("pk"), reason="改错了")
    other = workbook([changed(row, 月工资=4321) for row in tianyang_rows])
    page = text(client.get(send(client, other)))
    assert "将更正 6 条记录" in page
    assert page.count("<ins>4321.00</ins>") == 6
    assert "又在页面更正过" not in page, "the correction was taken back"


def test_more_corrections_than_fit_are_counted(
    signed_in: SignIn, cast: Cast, load: Callable[..., Any], workbook: Callable[..., Path],
    changed: Any,
) -> None:  # fmt: skip
    rows = synthetic.placements(25, counties=["451003"])
    load(cast.tianyang, [changed(row, 月工资=4000) for row in rows])
    client = signed_in(cast.tianyang)
    page = text(client.get(send(client, workbook([changed(row, 月工资=4321) for row in rows]))))
    assert "将更正 25 条记录" in page
    assert "这里列出前 20 条" in page
    assert page.count("<ins>4321.00</ins>") == 20


def test_kinds_of_problems_come_in_the_order_of_the_rows(
    signed_in: SignIn, cast: Cast, workbook: Callable[..., Path], tianyang_rows: list[list[Any]],
    changed: Any,
) -> None:  # fmt: skip
    wages = ["很多", 200_000, "3千"]
    rows = [changed(row, 月工资=wage) for row, wage in zip(tianyang_rows, wages, strict=False)]
    client = signed_in(cast.tianyang)
    groups = client.get(send(client, workbook(rows))).context["groups"]
    assert [group.shown[0].row for group in groups] == [2, 3, 4]


def test_an_untouched_template_has_no_rows(signed_in: SignIn, cast: Cast, tmp_path: Path) -> None:
    client = signed_in(cast.tianyang)
    answer = client.get(reverse("delivery:template", args=["placements"]))
    (tmp_path / "模板.xlsx").write_bytes(b"".join(answer.streaming_content))
    assert "没有数据行" in text(client.get(send(client, tmp_path / "模板.xlsx")), 422)


def test_a_county_sees_when_its_rows_were_written_though_the_file_held_others_too(
    signed_in: SignIn, cast: Cast, load: Callable[..., Any]
) -> None:
    load(cast.operator, synthetic.placements(8, counties=["451003", "451224"]))
    day = f"{timezone.localtime(Batch.objects.get().recorded_at):%Y-%m-%d}"
    page = text(signed_in(cast.tianyang).get("/delivery/"))
    assert day in page
    assert "台账.xlsx" not in page, "the batch is not the county's to see"
    assert "台账.xlsx" in text(signed_in(cast.operator).get("/delivery/"))


def test_the_register_answers_its_filters(signed_in: SignIn, cast: Cast, record: str) -> None:
    client = signed_in(cast.tianyang)
    address = "/delivery/placements/"
    for query in ("", "?year=2022", "?unit=田阳区", "?unit=451003", "?q=示例"):
        assert record in text(client.get(address + query)), query
    for query in ("?year=2019", "?unit=东兰县", "?employer=没有这家"):
        assert record not in text(client.get(address + query)), query
    lifted = Placement.objects.filter(lifted_out_of_poverty=True).values_list("record", flat=True)
    page = text(client.get(address + "?lifted_out_of_poverty=1"))
    shown = {row.record for row in Placement.objects.all() if row.record in page}
    assert shown == set(lifted)
    text(client.get(address + "?destination_east=1"))


def test_an_export_for_coming_back_is_sent_and_journalled(
    signed_in: SignIn, cast: Cast, record: str
) -> None:
    client = signed_in(cast.tianyang)
    address = reverse("delivery:export", args=["placements"])
    assert "导回" in text(client.get(address))
    body = b"".join(client.get(f"{address}?format=csv&unit=田阳区").streaming_content)
    assert record in body.decode("utf-8-sig")
    assert Entry.objects.filter(verb=Verb.EXPORT, rows_count=6).count() == 1
    assert "没有“docx”格式" in text(client.get(f"{address}?format=docx"), 422)


class TestTheNeighbour:
    """韦国栋 of 东兰县 can't see, count, search, export or open anything of 田阳区."""

    SAFE = ("", "?q=示例", "?unit=田阳区", "?year=2022", "?as_of=2099-01-01", "?unit=451000")

    @pytest.mark.parametrize("query", SAFE)
    def test_no_list_names_or_counts_it(
        self, query: str, signed_in: SignIn, cast: Cast, record: str
    ) -> None:
        client = signed_in(cast.donglan)
        for address in ("/delivery/", "/delivery/placements/", "/delivery/batches/"):
            answer = client.get(address + ("" if address == "/delivery/" else query))
            page = answer.content.decode()
            assert record not in page
            assert "共 6 条" not in page
            assert "台账.xlsx" not in page

    @pytest.mark.parametrize("format", ["xlsx", "csv"])
    def test_no_file_carries_it(
        self, format: str, signed_in: SignIn, cast: Cast, record: str, tmp_path: Path
    ) -> None:
        client = signed_in(cast.donglan)
        for address in (
            f"/delivery/placements/?format={format}",
            f"/delivery/placements/export/?format={format}",
        ):
            body = b"".join(client.get(address).streaming_content)
            (tmp_path / f"a.{format}").write_bytes(body)
            if format == "csv":
                lines = body.decode("utf-8-sig").splitlines()
            else:
                lines = list(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows())
            assert len(lines) == 1, "the header alone"

    def test_nothing_opens_by_its_address(
        self, signed_in: SignIn, cast: Cast, record: str, workbook: Callable[..., Path],
        tianyang_rows: list[list[Any]],
    ) -> None:  # fmt: skip
        waiting = send(signed_in(cast.tianyang), workbook(tianyang_rows))
        client = signed_in(cast.donglan)
        page = reverse("delivery:record", args=["placements", record])
        batch = reverse("delivery:batch", args=[Batch.objects.get().pk])
        for address in (page, batch, waiting, f"{waiting}errors/"):
            text(client.get(address), 404)
        posts = {"reason": "x", "purpose": "核对", "version": "1"}
        for address in (
            f"{page}correct/",
            f"{page}reveal/",
            f"{batch}withdraw/",
            f"{waiting}commit/",
        ):
            text(client.post(address, posts), 404)
        assert Placement.objects.count() == 6

    def test_who_sees_all_sees_it(self, signed_in: SignIn, cast: Cast, record: str) -> None:
        for who in (cast.baise, cast.guangxi, cast.auditor, cast.team):
            assert record in text(signed_in(who).get("/delivery/placements/"))
        text(signed_in(cast.former).get("/delivery/placements/"), 403)
