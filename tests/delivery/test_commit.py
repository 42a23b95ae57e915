from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from examples.ledgers.synthetic import HEADERS
from shanhai.access import vault
from shanhai.delivery import actions, queries
from shanhai.delivery.ledger import Ledger
from shanhai.delivery.models import Batch, Person, Placement
from shanhai.delivery.signals import ledger_committed
from shanhai.delivery.workbook.examine import Examined
from shanhai.journal.models import Entry, Verb
from shanhai.kernel.errors import Conflict, NotAllowed, NotFound, Unusable
from tests.cast import Cast
from tests.delivery.conftest import TODAY

Load = Callable[..., actions.Outcome]


@pytest.fixture
def touched() -> Any:
    """What the signal said, in order."""
    said: list[set[tuple[str, int]]] = []

    def hear(sender: Any, touched: set[tuple[str, int]], **_: Any) -> None:
        said.append(touched)

    ledger_committed.connect(hear)
    yield said
    ledger_committed.disconnect(hear)


def test_a_file_is_one_batch_one_entry_and_one_word_to_the_stations_above(
    load: Load, cast: Cast, tianyang_rows: list[list[Any]], touched: Any
) -> None:
    outcome = load(cast.tianyang, tianyang_rows)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (6, 0, 0)
    batch = Batch.objects.get()
    assert (batch.region_id, batch.recorded_by, batch.rows_count) == ("451003", cast.tianyang, 6)
    assert len(batch.sha256) == 64
    entry = Entry.objects.get(verb=Verb.IMPORT)
    assert (entry.actor, entry.region_id, entry.rows_count) == (cast.tianyang, "451003", 6)
    assert entry.subject_key == str(batch.pk)
    assert touched[0] >= {("451003", 2022)}
    assert {code for code, _ in touched[0]} == {"451003"}
    row = Placement.objects.get(person__name="李示例0001")
    assert (row.home_county_id, row.occupation, row.recorded_at) == (
        "451003", "security", batch.recorded_at,
    )  # fmt: skip


def test_a_person_is_kept_sealed_and_masked(
    load: Load, cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    load(cast.tianyang, tianyang_rows[:1])
    person = Person.objects.get()
    number = tianyang_rows[0][1]
    assert number.encode() not in bytes(person.identity_sealed)
    assert vault.decrypt(bytes(person.identity_sealed)) == number
    assert person.identity_masked == f"{number[:6]}{'*' * 10}{number[-2:]}"
    assert not any(number in str(entry.after) for entry in Entry.objects.all())


def test_the_same_file_twice_changes_nothing(
    load: Load, cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    load(cast.tianyang, tianyang_rows)
    before = (Batch.objects.count(), Placement.objects.count(), Entry.objects.count())
    again = load(cast.tianyang, tianyang_rows)
    assert (again.batch, again.unchanged) == (None, 6)
    assert (Batch.objects.count(), Placement.objects.count(), Entry.objects.count()) == before


def test_one_bad_row_keeps_all_the_others_out(
    examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    examined = examine(cast.tianyang, [*tianyang_rows, changed(tianyang_rows[0], 工种="宇航员")])
    with pytest.raises(Unusable, match="全部未写入") as refusal:
        actions.commit(by=cast.tianyang, examined=examined)
    assert refusal.value.detail["problems"]
    assert not Placement.objects.exists()
    assert not Person.objects.exists()
    assert not Batch.objects.exists()


def test_a_changed_row_is_a_new_version_and_the_old_one_stays_readable(
    load: Load, cast: Cast, tianyang_rows: list[list[Any]], changed: Any, ledger: Ledger
) -> None:
    first = load(cast.tianyang, tianyang_rows)
    assert first.batch
    second = load(
        cast.tianyang, [changed(tianyang_rows[0], 月工资=5123.45), *tianyang_rows[1:]], "工资核实"
    )
    assert second.batch
    assert (second.updated, second.unchanged, second.batch.reason) == (1, 5, "工资核实")
    old, new = Placement.objects.filter(person__name=tianyang_rows[0][0]).order_by("version")
    assert old.record == new.record
    assert (new.version, str(new.monthly_wage_yuan)) == (2, "5123.45")
    assert old.superseded_at == new.recorded_at == second.batch.recorded_at
    then = queries.rows(by=cast.tianyang, ledger=ledger, as_of=first.batch.recorded_at)
    assert then.get(record=old.record).monthly_wage_yuan == tianyang_rows[0][8]
    now = queries.rows(by=cast.tianyang, ledger=ledger)
    assert now.get(record=old.record) == new
    assert now.count() == then.count() == 6


def test_a_column_that_the_file_lacks_is_left_as_it_stands(
    load: Load, cast: Cast, tianyang_rows: list[list[Any]], changed: Any
) -> None:
    load(cast.tianyang, [changed(tianyang_rows[0], 是否参保="是")])
    at = HEADERS.index("是否参保")
    short = [*tianyang_rows[0][:at], *tianyang_rows[0][at + 1 :]]
    headers = [*HEADERS[:at], *HEADERS[at + 1 :]]
    assert load(cast.tianyang, [short], headers=headers).unchanged == 1
    assert load(cast.tianyang, [changed(tianyang_rows[0], 是否参保=None)]).updated == 1


def test_a_second_writer_between_check_and_commit_is_noticed(
    examine: Callable[..., Examined], load: Load, cast: Cast, tianyang_rows: list[list[Any]],
    changed: Any,
) -> None:  # fmt: skip
    mine = examine(cast.tianyang, tianyang_rows[:2])
    same = examine(cast.tianyang, tianyang_rows[:2])
    actions.commit(by=cast.tianyang, examined=mine)
    assert actions.commit(by=cast.tianyang, examined=same).unchanged == 2
    elsewhere = examine(cast.baise, [changed(tianyang_rows[2], 户籍县="德保县")])
    load(cast.tianyang, [tianyang_rows[2]])
    with pytest.raises(Conflict, match="重新检查"):
        actions.commit(by=cast.baise, examined=elsewhere)


def test_a_person_of_another_county_is_an_error_that_tells_no_more_than_may_be_seen(
    examine: Callable[..., Examined], load: Load, cast: Cast, tianyang_rows: list[list[Any]],
    changed: Any,
) -> None:  # fmt: skip
    load(cast.tianyang, tianyang_rows[:1])
    other = changed(tianyang_rows[0], 户籍县="东兰县", 用工单位="示例甲厂", 离岗日期=None)
    [problem] = examine(cast.donglan, [other]).problems
    assert (problem.code, problem.row) == ("claimed_elsewhere", 2)
    assert "其他县" in problem.message
    assert "田阳" not in problem.message
    assert str(tianyang_rows[0][6]) not in problem.message
    [seen] = examine(cast.operator, [other]).problems
    assert "田阳区" in seen.message
    assert str(tianyang_rows[0][6]) in seen.message


def test_a_check_that_answers_from_other_rows_is_a_look_that_the_journal_keeps(
    examine: Callable[..., Examined], load: Load, cast: Cast, tianyang_rows: list[list[Any]],
    changed: Any,
) -> None:  # fmt: skip
    load(cast.tianyang, tianyang_rows[:1])
    other = changed(tianyang_rows[0], 户籍县="东兰县", 用工单位="示例甲厂", 离岗日期=None)
    actions.note_answers(by=cast.donglan, examined=examine(cast.donglan, [other]))
    entry = Entry.objects.get(verb=Verb.REVEAL)
    assert (entry.actor, entry.after) == (cast.donglan, {"rows": 1, "claimed_elsewhere": 1})
    actions.note_answers(by=cast.tianyang, examined=examine(cast.tianyang, tianyang_rows[:1]))
    assert Entry.objects.filter(verb=Verb.REVEAL).count() == 1


def test_a_record_named_by_number_and_again_by_its_key_is_refused(
    examine: Callable[..., Examined], load: Load, cast: Cast, tianyang_rows: list[list[Any]],
    changed: Any,
) -> None:  # fmt: skip
    load(cast.tianyang, tianyang_rows[:1])
    number, person = Placement.objects.values_list("record", "person__identity_masked").get()
    rows = [
        [number, *changed(tianyang_rows[0], 证件号码=person)],
        [None, *changed(tianyang_rows[0], 月工资=5000)],
    ]
    [problem] = examine(cast.tianyang, rows, headers=["记录编号", *HEADERS]).problems
    assert (problem.code, problem.row) == ("duplicate_in_file", 3)
    assert number in problem.message


def test_a_row_out_of_scope_never_meets_the_store(
    examine: Callable[..., Examined], load: Load, cast: Cast, tianyang_rows: list[list[Any]],
    changed: Any,
) -> None:  # fmt: skip
    load(cast.tianyang, tianyang_rows[:1])
    known = examine(cast.donglan, [tianyang_rows[0]])
    unknown = examine(cast.donglan, [tianyang_rows[1]])
    assert [each.code for each in known.problems] == ["out_of_scope"]
    assert [each.message for each in known.problems] == [each.message for each in unknown.problems]


@pytest.mark.parametrize("who", ["guangxi", "head", "assessor", "auditor", "former"])
def test_who_may_not_import_is_refused_before_the_file_is_read(
    who: str, examine: Callable[..., Examined], cast: Cast, tianyang_rows: list[list[Any]]
) -> None:
    with pytest.raises(NotAllowed, match="不能导入"):
        examine(getattr(cast, who), tianyang_rows)


class TestCorrecting:
    @pytest.fixture
    def record(self, load: Load, cast: Cast, tianyang_rows: list[list[Any]]) -> str:
        load(cast.tianyang, tianyang_rows)
        return Placement.objects.get(person__name=tianyang_rows[0][0]).record

    def correct(self, by: Any, ledger: Ledger, record: str, **how: Any) -> actions.Outcome:
        how = {"changes": {"monthly_wage_yuan": "5000"}, "reason": "工资核实", **how}
        return actions.correct(by=by, ledger=ledger, record=record, today=TODAY, **how)

    def test_a_correction_by_form_is_the_same_as_one_by_workbook(
        self, cast: Cast, ledger: Ledger, record: str, load: Load, changed: Any,
        tianyang_rows: list[list[Any]],
    ) -> None:  # fmt: skip
        self.correct(cast.tianyang, ledger, record)
        form = Placement.objects.as_of().get(record=record)
        form_entry = Entry.objects.latest("sequence")
        load(cast.tianyang, [changed(tianyang_rows[0], 月工资=5001)], "工资核实")
        book = Placement.objects.as_of().get(record=record)
        book_entry = Entry.objects.latest("sequence")
        own = ("id", "version", "batch_id", "recorded_at", "digest", "monthly_wage_yuan", "_state")
        assert {k: v for k, v in form.__dict__.items() if k not in own} == {
            k: v for k, v in book.__dict__.items() if k not in own
        }
        assert (form.version, book.version) == (2, 3)
        for entry in (form_entry, book_entry):
            assert (entry.rows_count, entry.reason, entry.region_id) == (1, "工资核实", "451003")
            assert entry.after["updated"] == 1
        assert set(form_entry.after) == set(book_entry.after)

    def test_a_correction_needs_a_reason_and_the_right_and_the_version_that_was_shown(
        self, cast: Cast, ledger: Ledger, record: str
    ) -> None:
        with pytest.raises(Unusable, match="事由"):
            self.correct(cast.tianyang, ledger, record, reason=" ")
        with pytest.raises(NotFound):
            self.correct(cast.donglan, ledger, record)
        with pytest.raises(NotAllowed):
            self.correct(cast.auditor, ledger, record)
        self.correct(cast.tianyang, ledger, record, expected_version=1)
        with pytest.raises(Conflict):
            self.correct(cast.tianyang, ledger, record, expected_version=1)

    def test_a_wrong_correction_lists_its_problems_and_changes_nothing(
        self, cast: Cast, ledger: Ledger, record: str
    ) -> None:
        with pytest.raises(Unusable) as refusal:
            self.correct(cast.tianyang, ledger, record, changes={"monthly_wage_yuan": "很多"})
        [problem] = refusal.value.detail["problems"]
        assert (problem["code"], problem["column"]) == ("not_a_number", "月工资（元）")
        assert Placement.objects.filter(record=record).count() == 1

    def test_a_correction_may_not_move_a_record_out_of_the_scope(
        self, cast: Cast, ledger: Ledger, record: str
    ) -> None:
        with pytest.raises(Unusable) as refusal:
            self.correct(cast.tianyang, ledger, record, changes={"home_county": "东兰县"})
        assert refusal.value.detail["problems"][0]["code"] == "out_of_scope"

    def test_a_name_is_corrected_at_the_person_with_a_journalled_reason(
        self, cast: Cast, ledger: Ledger, record: str
    ) -> None:
        outcome = self.correct(cast.tianyang, ledger, record, changes={"name": "李示例一"})
        assert outcome.batch is None
        assert Placement.objects.get(record=record).person.name == "李示例一"
        entry = Entry.objects.latest("sequence")
        assert (entry.subject_type, entry.reason) == ("delivery.person", "工资核实")
        assert "李示例一" not in str(entry.after)
        assert queries.check() == []

    def test_a_corrected_identity_number_points_at_the_other_person(
        self, cast: Cast, ledger: Ledger, record: str
    ) -> None:
        from examples.ledgers.synthetic import identity_number

        other = identity_number("451003", date(1980, 5, 5))
        changes = {"identity_number": other}
        assert self.correct(cast.tianyang, ledger, record, changes=changes).updated == 1
        row = Placement.objects.as_of().get(record=record)
        assert row.person.identity_masked == vault.mask_identity_number(other)


class TestWithdrawing:
    def test_a_withdrawn_import_is_gone_now_and_there_as_of_then(
        self, load: Load, cast: Cast, ledger: Ledger, tianyang_rows: list[list[Any]], touched: Any
    ) -> None:
        batch = load(cast.tianyang, tianyang_rows).batch
        assert batch
        withdrawal = actions.withdraw_batch(by=cast.tianyang, batch=batch, reason="传错文件")
        assert not queries.rows(by=cast.tianyang, ledger=ledger).exists()
        then = queries.rows(by=cast.tianyang, ledger=ledger, as_of=batch.recorded_at)
        assert then.count() == 6
        assert (withdrawal.origin, withdrawal.reason) == ("withdrawal", "传错文件")
        entry = Entry.objects.latest("sequence")
        assert (entry.verb, entry.rows_count, entry.after["withdraws"]) == ("remove", 6, batch.pk)
        assert touched[0] == touched[1]
        assert queries.check() == []

    def test_rows_come_back_under_their_number_when_the_file_is_imported_again(
        self, load: Load, cast: Cast, tianyang_rows: list[list[Any]]
    ) -> None:
        batch = load(cast.tianyang, tianyang_rows).batch
        assert batch
        numbers = set(Placement.objects.values_list("record", flat=True))
        actions.withdraw_batch(by=cast.tianyang, batch=batch, reason="传错文件")
        assert load(cast.tianyang, tianyang_rows).created == 6
        assert set(Placement.objects.as_of().values_list("record", flat=True)) == numbers
        assert queries.check() == []

    def test_a_withdrawn_correction_lets_the_version_before_stand_again(
        self, load: Load, cast: Cast, tianyang_rows: list[list[Any]], changed: Any
    ) -> None:
        load(cast.tianyang, tianyang_rows)
        wages = [row.monthly_wage_yuan for row in Placement.objects.as_of().order_by("record")]
        batch = load(cast.tianyang, [changed(row, 月工资=9999) for row in tianyang_rows]).batch
        assert batch
        actions.withdraw_batch(by=cast.tianyang, batch=batch, reason="传错文件")
        stand = Placement.objects.as_of().order_by("record")
        assert [row.monthly_wage_yuan for row in stand] == wages
        assert {row.version for row in stand} == {3}

    def test_a_batch_corrected_since_is_withdrawn_last(
        self, load: Load, cast: Cast, tianyang_rows: list[list[Any]], changed: Any
    ) -> None:
        first = load(cast.tianyang, tianyang_rows).batch
        load(cast.tianyang, [changed(tianyang_rows[0], 月工资=9999)])
        assert first
        with pytest.raises(Conflict, match="1 条记录"):
            actions.withdraw_batch(by=cast.tianyang, batch=first, reason="传错文件")

    def test_another_county_may_not_withdraw_and_nobody_without_a_reason(
        self, load: Load, cast: Cast, tianyang_rows: list[list[Any]]
    ) -> None:
        batch = load(cast.tianyang, tianyang_rows).batch
        assert batch
        with pytest.raises(NotAllowed):
            actions.withdraw_batch(by=cast.donglan, batch=batch, reason="传错文件")
        with pytest.raises(Unusable, match="事由"):
            actions.withdraw_batch(by=cast.tianyang, batch=batch, reason="")


class TestRevealing:
    def test_a_number_is_shown_for_a_purpose_and_the_look_is_journalled(
        self, load: Load, cast: Cast, ledger: Ledger, tianyang_rows: list[list[Any]]
    ) -> None:
        load(cast.tianyang, tianyang_rows[:1])
        record = Placement.objects.get().record
        shown = actions.reveal_identity(
            by=cast.auditor, ledger=ledger, record=record, purpose="抽查核对合同"
        )
        assert shown == tianyang_rows[0][1]
        entry = Entry.objects.latest("sequence")
        assert (entry.verb, entry.reason, entry.actor) == ("reveal", "抽查核对合同", cast.auditor)
        assert shown not in str(entry.__dict__)

    @pytest.mark.parametrize(
        ("who", "purpose", "refusal"),
        [
            ("auditor", "", Unusable),
            ("team", "核对合同", NotAllowed),
            ("donglan", "核对合同", NotFound),
        ],
    )
    def test_a_look_without_purpose_right_or_scope_is_refused(
        self, who: str, purpose: str, refusal: Any, load: Load, cast: Cast, ledger: Ledger,
        tianyang_rows: list[list[Any]],
    ) -> None:  # fmt: skip
        load(cast.tianyang, tianyang_rows[:1])
        record = Placement.objects.get().record
        with pytest.raises(refusal):
            actions.reveal_identity(
                by=getattr(cast, who), ledger=ledger, record=record, purpose=purpose
            )
        assert not Entry.objects.filter(verb=Verb.REVEAL).exists()
