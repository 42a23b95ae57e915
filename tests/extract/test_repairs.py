"""Each kind of damage alone: what is mended, how surely, and what is left alone."""

import re

import pytest

from shanhai.extract import Reading, read
from shanhai.extract.types import Repair
from tests.extract import damage

BODY = "广东省委书记林向川主持会议。两省区要深化产业协作，共建跨省园区，促进乡村振兴与稳岗就业，携手打造发展样板。"


def reading(text: str, encoding: str = "utf-8") -> Reading:
    return read(text.encode(encoding), "示例.txt")


def repairs(text: str, kind: str) -> list[Repair]:
    return [repair for repair in reading(text).repairs if repair.kind == kind]


def test_a_clean_text_is_left_alone() -> None:
    assert reading(BODY).document.text == BODY
    assert reading(BODY).repairs == ()


def test_pinyin_notes_go_and_each_is_kept_as_a_repair() -> None:
    noted = damage.with_pinyin(damage.traditional(BODY))
    found = [one for one in reading(noted).repairs if one.kind == "pinyin"]
    assert [one.before for one in found] == re.findall(r"\([^)]+\)", noted)
    assert len(found) > 5
    assert all(one.certain for one in found)
    assert reading(noted).document.text == BODY


def test_brackets_that_are_no_pinyin_stay() -> None:
    text = BODY + "国内生产总值(GDP)、研发(R&D)、县委常委(挂职)、名单(附后)、指标(a)。"
    assert "(GDP)" in reading(text).document.text
    assert "(R&D)" in reading(text).document.text
    assert "(挂职)" in reading(text).document.text


def test_traditional_text_becomes_simplified_by_phrase() -> None:
    text = "廣東省委書記主持會議,兩省區乾部交流後,於會上簽署協議,乾隆年間的後人參加。"
    assert "乾隆" in reading(text).document.text
    assert reading(text).document.script == "hant"


def test_a_traditional_character_in_a_simplified_text_stays() -> None:
    text = BODY + "参加会议的还有钟铭鍾。"
    assert "鍾" in reading(text).document.text
    assert reading(text).document.script == "hans"


@pytest.mark.parametrize("run", ["深化產業協作", "，共建跨省園區", "，攜手打造發展樣板"])
def test_a_shifted_run_is_put_together_again_but_never_as_certain(run: str) -> None:
    text = damage.with_shift(damage.traditional(BODY), run)
    result = reading(text)
    assert result.document.text == BODY or any(
        one.kind == "damaged" and not one.applied for one in result.repairs
    )
    assert not any(one.certain for one in result.repairs if one.kind in {"misaligned", "damaged"})


def test_bytes_that_are_gone_are_marked_with_a_suggestion_and_not_mended() -> None:
    text = damage.with_shift(
        damage.traditional(f"{BODY}推動農產品規模化、標準化、品牌化。"), "模化、標準化"
    )
    result = reading(text)
    [damaged] = [one for one in result.repairs if one.kind == "damaged"]
    start, end = damaged.span
    assert result.document.text[start:end] == damaged.before
    assert (damaged.after, damaged.certain, damaged.applied) == ("模化、标准化", False, False)
    [problem] = [one for one in result.problems if one.code == "damaged"]
    assert problem.span == damaged.span
    assert "规模化、标准化" in problem.message


def test_a_rare_character_in_a_name_is_no_damage() -> None:
    text = BODY + "贵州省委书记谌贻琴、企业家冼翀喆、干部昝睿龘参加会议。"
    assert reading(text).document.text == text


def test_full_width_digits_are_narrowed_and_recorded() -> None:
    found = repairs("２０２２年６月１４日，" + BODY, "width")
    assert [one.after for one in found] == ["2022", "6", "14"]
    assert all(one.before != one.after for one in found)


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("协作，，园区", "协作，园区"),
        ("协作。。园区", "协作。园区"),
        ("协作、，园区", "协作，园区"),
        ("协作……园区", "协作……园区"),
    ],
)
def test_doubled_punctuation_is_single_again_but_an_ellipsis_stays(
    damaged: str, mended: str
) -> None:
    assert mended in reading(f"{BODY}深化{damaged}建设。").document.text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16", "big5"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    text = damage.traditional(BODY) if encoding == "big5" else BODY
    result = read(text.encode(encoding), "示例.txt")
    assert result.document.text == BODY
    assert result.document.encoding == {
        "utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)  # fmt: skip


def test_lost_bytes_are_reported_and_not_guessed() -> None:
    data = BODY.encode()
    result = read(data[:40] + b"\xff" + data[40:], "示例.txt")
    assert [problem.code for problem in result.problems] == ["undecodable", "damaged"]
    assert "\ufffd" in result.document.text


@pytest.mark.parametrize(("encoding", "first"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_a_note_inside_a_character_is_taken_out_and_the_character_joined(
    encoding: str, first: int
) -> None:
    data = b"".join(
        char.encode(encoding)[:first] + "(xié)".encode(encoding) + char.encode(encoding)[first:]
        if char in "协业"
        else char.encode(encoding)
        for char in BODY
    )
    result = read(data, "示例.txt")
    assert result.document.text == BODY
    assert result.document.encoding == encoding
    assert [problem.code for problem in result.problems] == ["parted"]
    assert sum(1 for one in result.repairs if one.kind == "pinyin") == 3
