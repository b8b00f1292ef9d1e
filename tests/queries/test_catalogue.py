"""The catalogue: every question once, and a helpful answer where there is none."""

from pathlib import Path

import pytest

from queries.catalogue import FOLDER, UnknownQueryError, catalogue, find, read_folder
from queries.precheck import FORMS, check_query
from queries.query import QueryFileError

CONTENT = "#+ summary: All\n#+ summary_th: ทั้งหมด\nSELECT * { ?s ?p ?o }\n"


def write(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / f"{name}.rq"
        path.parent.mkdir(exist_ok=True)
        path.write_text(CONTENT, encoding="utf-8")
    return folder


def test_every_file_is_a_question_under_its_own_name() -> None:
    assert sorted(catalogue()) == sorted(path.stem for path in FOLDER.glob("*/*.rq"))


@pytest.mark.parametrize("name", catalogue())
def test_every_question_may_be_asked_by_a_stranger_too(name: str) -> None:
    question = catalogue()[name]
    assert check_query(question.bind(**question.example)) in FORMS


def test_two_files_with_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryFileError, match="rename one"):
        read_folder(write(tmp_path, "lists/all", "pages/all"))


def test_a_found_question_knows_its_folder(tmp_path: Path) -> None:
    assert read_folder(write(tmp_path, "lists/all"))["all"].folder == "lists"


def test_a_wrong_name_is_answered_with_the_near_one() -> None:
    name = next(iter(catalogue()))
    with pytest.raises(UnknownQueryError, match=f"did you mean .*{name}"):
        find(name + "x")


def test_a_name_like_no_other_is_answered_with_the_way_to_the_list() -> None:
    with pytest.raises(UnknownQueryError, match="`lertrat query` lists all"):
        find("<script>")


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        catalogue()["new"] = find(next(iter(catalogue())))  # type: ignore[index]  # the point of the test
