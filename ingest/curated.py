"""Rows of awards that people keep -> the records that rules make too, with what people wrote beside them."""

from collections.abc import Iterable, Iterator, Mapping

from ingest.merge import Curation, Judgement, Telling
from ingest.precedence import Standings
from ingest.records import AwardRecord
from ingest.rows import AwardRow
from ontology.iri import Kind
from ontology.vocabulary import scheme


def curated_tellings(
    rows: Iterable[AwardRow], names: Mapping[str, str], known: Standings
) -> Iterator[Telling]:
    """One telling a document of a row; `names` maps bodies to their Thai names."""
    for row in rows:
        record, curation = _record(row, names), _curation(row)
        doubt = f"it means one of {', '.join(row.may_mean)}" if row.may_mean else None
        judgement: Judgement = "proposed" if doubt else "reviewed"
        for document in row.documents:
            yield Telling(record, document, judgement, doubt, known[document], curation, row.found_at)


def _record(row: AwardRow, names: Mapping[str, str]) -> AwardRecord:
    partners = (*(names.get(key, key) for key in row.partners), *row.partner_names)
    return AwardRecord.model_validate(
        {
            "recipient": names.get(row.recipient or "", row.recipient or row.person_name),
            "recipient_id": row.recipient,
            "recipient_person": row.person,
            "recipient_surface": row.recipient_surface,
            "unit": row.unit_name,
            "partners": partners,
            "edition_year_be": row.edition,
            "branch": _name("branch", row.branch),
            "type": _name("type", row.type),
            "type_surface": row.named_as,
            "pmqa_category": row.pmqa_category,
            "level": _name("level", row.level),
            "project": row.project,
            "project_kind": row.project_kind,
            "status": row.status,
            "inferred": row.inferred,
            "evidence": row.quote or "",
            "start": row.start_offset,
            "end": row.end_offset,
        }
    )


def _name(kind: Kind, key: str | None) -> str | None:
    return scheme(kind)[key].name if key else None


def _curation(row: AwardRow) -> Curation:
    return Curation(
        key=row.award,
        led_to=row.led_to,
        may_mean=row.may_mean,
        project_key=row.project_key,
        person_name=row.person_name,
        unit=row.unit,
        partners=row.partners,
        named_as=row.named_as,
        note=row.note,
    )
