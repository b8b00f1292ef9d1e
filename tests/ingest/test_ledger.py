"""A key is minted once, found again by its fields, and never changes."""

from pathlib import Path

from ingest.ledger import Ledger, Wanted


def award(**fields: object) -> Wanted:
    return Wanted(**{"kind": "award", "edition": 2566, "recipient": "tisi", **fields})  # type: ignore[arg-type]


def test_a_new_thing_gets_a_readable_key() -> None:
    assert Ledger().key_of(award()) == "2566-tisi-1"


def test_two_things_of_one_build_get_two_keys() -> None:
    ledger = Ledger()
    assert [ledger.key_of(award(type="PMQA 4.0")), ledger.key_of(award(type="PMQA 4.0"))] == [
        "2566-tisi-1",
        "2566-tisi-2",
    ]


def test_the_next_build_finds_the_keys_whatever_its_order(tmp_path: Path) -> None:
    first = Ledger()
    keys = {name: first.key_of(award(type=name)) for name in ("PMQA 4.0", "PMQA รายหมวด")}
    path = tmp_path / "ledger.csv"
    path.write_text(first.write(), encoding="utf-8")
    second = Ledger.read(path)
    assert {name: second.key_of(award(type=name)) for name in reversed(keys)} == keys


def test_a_thing_that_is_now_known_better_keeps_its_key() -> None:
    ledger = Ledger()
    key = ledger.key_of(award(type="PMQA 4.0"))
    again = Ledger(ledger.rows.values())
    assert again.key_of(award(type="PMQA 4.0", level="ก้าวหน้า")) == key


def test_a_work_that_wins_twice_is_one_project() -> None:
    ledger = Ledger()
    work = Wanted(kind="project", recipient="depa", project="โครงการเกาะลิบง")
    assert ledger.key_of(work) == ledger.key_of(work) == "depa-1"


def test_a_replaced_key_is_not_given_out_again() -> None:
    ledger = Ledger()
    key = ledger.key_of(award(type="PMQA 4.0"))
    replaced = ledger.rows["award", key].model_copy(update={"replaced_by": "2566-tisi-9"})
    assert Ledger([replaced]).key_of(award(type="PMQA 4.0")) == "2566-tisi-2"


def test_a_home_keeps_only_what_the_shipped_ledger_lacks() -> None:
    shipped = Ledger()
    shipped.key_of(award(type="PMQA 4.0"))
    home = Ledger(shipped.rows.values())
    home.key_of(award(type="PMQA 4.0"))
    home.key_of(award(recipient="sso"))
    assert list(home.added_to(shipped).rows) == [("award", "2566-sso-1")]
