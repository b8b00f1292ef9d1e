"""From a waiting finding to a reviewed award and back: judged in a table or a terminal, then built."""

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from ingest.build import build, is_current
from ingest.faults import TableError
from ingest.records import Document
from ingest.review_talk import escape
from ingest.reviewing import NothingFoundError, Reviewing
from queries.catalogue import find
from queries.engine import EmbeddedEngine
from queries.versions import Home

DEED = "กรมที่ดิน รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับ{} ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”{}"
MOON = "โรงพยาบาลดวงจันทร์ยิ้ม รับรางวัลเลิศรัฐ ประจำปี 2565 สาขาบริการภาครัฐ ระดับดี ประเภทพัฒนาการบริการ จากผลงาน “ยิ้มทุกคืน”"


def text(key: str, words: str) -> Document:
    return Document(key=key, text=words, sha256=hashlib.sha256(words.encode()).hexdigest())


TEXTS = [
    text("deed", DEED.format("ดี", "")),
    text("other-deed", DEED.format("ดีเด่น", " เมื่อวาน")),
    text("moon", MOON),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a settled finding, one that contradicts it, and one of an unknown body."""
    path = tmp_path_factory.mktemp("built")
    build(Home(path), texts=TEXTS)
    return path


@pytest.fixture
def work(built: Path, tmp_path: Path) -> Reviewing:
    """Review of a copy of that home, of which only what is written changes."""
    shutil.copytree(built, tmp_path / "home")
    return reviewing(tmp_path / "home")


def reviewing(path: Path) -> Reviewing:
    return Reviewing(Home(path), Console(file=io.StringIO(), width=200, highlight=False))


def said(work: Reviewing) -> str:
    assert isinstance(work.console.file, io.StringIO)
    return work.console.file.getvalue()


def answers(*lines: str) -> Callable[[str], str]:
    left = iter(lines)

    def ask(_: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return ask


def rows(work: Reviewing, question: str, **values: str | int) -> list[dict[str, str]]:
    engine = EmbeddedEngine.on_disk(work.home.current().store_folder)
    found = engine.rows(find(question).bind(**values))
    return [{name: str(getattr(term, "value", term)) for name, term in row.items()} for row in found]


def waiting(work: Reviewing) -> list[str]:
    return [item.document.rpartition("-")[0] for item in work.findings(None, False) if item.letters]


def test_the_list_tells_what_why_and_the_words_around(work: Reviewing) -> None:
    work.print_findings(work.findings(None, False))
    told = said(work)
    assert "doubt: it contradicts an award of the same work" in told
    assert "the other side: deed-" in told
    assert "doubt: the recipient is not in the registry" in told
    assert "…โรงพยาบาลดวงจันทร์ยิ้ม รับรางวัลเลิศรัฐ" in told
    assert "1 unknown names (--bodies); 1 contradictions (--contradictions)" in told


def test_both_sides_of_a_contradiction_are_shown(work: Reviewing) -> None:
    work.print_contradictions()
    told = said(work)
    assert "they differ in level" in told
    assert "in 2565-dol-1" in told
    assert "other-deed-" in told


def test_unknown_names_are_told_with_their_nearest_bodies_and_why(work: Reviewing) -> None:
    work.print_names(work.unknown_names())
    told = said(work)
    assert "โรงพยาบาลดวงจันทร์ยิ้ม  1 times" in told
    assert "3) hosp" in told
    assert "spelled alike to" in told


def test_a_table_is_written_filled_in_and_applied(work: Reviewing, tmp_path: Path) -> None:
    path = tmp_path / "waiting.csv"
    work.write_findings(work.findings(None, False), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [
        line.replace(",,", ",correct,", 1).replace(",,2565", ",hosp-seka,2565", 1)
        if "ดวงจันทร์" in line
        else line
        for line in lines
    ]
    lines = [line.replace(",,", ",reject,", 1) if "ดีเด่น" in line else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")
    before = rows(work, "awards", body="dol", edition=2565)
    assert work.apply(work.read_findings(path, "Malee"), lambda _: None).renewed
    after = reviewing(work.home.path)
    assert waiting(after) == []
    assert after.docket.contradictions == ()
    assert [item.document[:10] for item in after.docket.of("rejected")] == ["other-deed"]
    assert rows(work, "awards", body="dol", edition=2565) == before
    (award,) = rows(work, "awards", body="hosp-seka", edition=2565)
    (evidence,) = rows(work, "evidence", thing=award["award"])
    assert (evidence["acceptedBy"], evidence["judgement"]) == ("Malee", "Reviewed")
    assert evidence["rule"]
    dump = after.home.current().dump.read_text(encoding="utf-8")
    assert '"the rule read recipient not told"@en' in dump
    assert "Review by Malee on 2" in dump
    assert "โฉนดถึงบ้าน" in dump
    assert "ระดับดีเด่น ประเภทนวัตกรรมการบริการ จากผลงาน “โฉนดถึงบ้าน”" not in dump  # it was rejected


def test_a_rejection_is_remembered_by_later_builds_and_can_be_taken_back(work: Reviewing) -> None:
    award = "2565-dol-1"
    (found,) = work.findings(award, False)
    assert work.ask_findings([found], answers("r"), "Malee") == 1
    build(work.home, texts=[TEXTS[0], text("deed-again", TEXTS[0].text + "\n")])
    after = reviewing(work.home.path)
    assert {item.document[:4] for item in after.docket.of("rejected")} == {"deed"}
    assert [row["levelName"] for row in rows(work, "awards", body="dol", edition=2565)] == ["ดีเด่น"]
    after.ask_findings(after.docket.of("rejected")[:1], answers("a"), "Somchai")
    build(work.home)
    assert reviewing(work.home.path).docket.of("rejected") == []


def test_a_name_that_is_settled_is_resolved_from_then_on(work: Reviewing) -> None:
    assert work.ask_names(work.unknown_names(), answers("hosp-seka"), "Malee") == 1
    build(work.home)
    after = reviewing(work.home.path)
    assert after.unknown_names() == []
    assert waiting(after) == ["other-deed"]
    assert len(rows(work, "awards", body="hosp-seka", edition=2565)) == 1


def test_a_name_of_no_body_is_not_asked_about_again(work: Reviewing) -> None:
    work.ask_names(work.unknown_names(), answers("none"), "Malee")
    build(work.home)
    after = reviewing(work.home.path)
    assert after.unknown_names() == []
    assert ("people say that the recipient is no body",) in {
        item.doubts for item in after.docket.of("waiting")
    }


def test_in_the_terminal_a_refused_answer_is_told_and_can_be_mended(work: Reviewing) -> None:
    items = [item for item in work.findings(None, False) if item.unknown_name]
    fields = ["1", "", "", "", "", "ดีเด่น", "", ""]
    assert work.ask_findings(items, answers("a", "c", *fields), "Malee") == 1
    assert "the recipient is no body of the registry" in said(work)
    written = work.home.judgements.read_text(encoding="utf-8")
    assert "Malee,correct" in written
    assert ",ดีเด่น," in written


def test_skipping_quitting_and_silence_judge_nothing(work: Reviewing) -> None:
    items = work.findings(None, False)
    for lines in (["s"] * len(items), ["q"], []):
        assert work.ask_findings(items, answers(*lines), "Malee") == 0
    assert not work.home.judgements.exists()


def test_a_table_with_a_fault_changes_nothing(work: Reviewing, tmp_path: Path) -> None:
    path = tmp_path / "waiting.csv"
    work.write_findings(work.findings(None, False), path)
    path.write_text(path.read_text(encoding="utf-8").replace(",,", ",perhaps,", 1), encoding="utf-8")
    version = work.home.current_name()
    with pytest.raises(TableError, match="line 2, column judgement: write accept, reject or correct"):
        work.read_findings(path, "Malee")
    assert not work.home.judgements.exists()
    assert work.home.current_name() == version


def test_where_the_build_fails_the_table_is_not_kept_either(
    work: Reviewing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.csv"
    work.write_findings(work.findings("2565-dol-1", False), path)
    path.write_text(path.read_text(encoding="utf-8").replace(",,", ",accept,", 1), encoding="utf-8")

    def no_space(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("ingest.reviewing.build", no_space)
    rows_ = work.read_findings(path, "Malee")
    with pytest.raises(OSError, match="No space left"):
        work.apply(rows_, lambda _: None)
    assert not work.home.judgements.exists()


def test_a_fact_of_the_project_is_not_judged_here(work: Reviewing) -> None:
    with pytest.raises(NothingFoundError, match="is corrected in its table"):
        work.findings("2566-tisi-1", False)


def test_a_version_made_before_the_last_judgement_is_not_current(work: Reviewing) -> None:
    assert is_current(work.home)
    work.ask_names(work.unknown_names(), answers("none"), "Malee")
    assert not is_current(work.home)


def test_no_word_of_a_text_is_obeyed_by_the_terminal() -> None:
    shown = escape("\x1b[2J\x07[red]\u202eโฉนด\r\n")
    assert shown.isprintable()
    assert Text.from_markup(shown).plain == " [2J [red] โฉนด "
