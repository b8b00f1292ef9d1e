"""Schemes and their editions; years before it had its name belong to the scheme that it grew out of."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from ingest.rows import SchemeRow
from ingest.terms import Facts, english, facts, integer, plain, text, thai, year
from ontology.iri import iri
from ontology.namespaces import DCTERMS, LR, PROV, RDF, SCHEMA, SKOS, XSD
from ontology.thai import sort_key, to_common_era
from ontology.vocabulary import scheme

OURS = "lertrat"


class Editions:
    """Which edition a year means: of the scheme itself, or of a predecessor that became the branch."""

    def __init__(self, schemes: Iterable[SchemeRow]) -> None:
        self.schemes = {row.key: row for row in schemes}
        ours = self.schemes.get(OURS)
        self.first_year = ours.first_year if ours and ours.first_year else 0
        self._met: dict[NamedNode, tuple[SchemeRow | None, int]] = {}

    def of(self, year_be: int | None, branch: str | None = None) -> NamedNode | None:
        """The edition of a year; before the scheme's first year, that of the branch's predecessor."""
        if year_be is None:
            return None
        before = self._predecessor(year_be, branch) if year_be < self.first_year else None
        node = iri("edition", f"{before.key}-{year_be}" if before else str(year_be))
        self._met[node] = (before or self.schemes.get(OURS), year_be)
        return node

    def is_known(self, year_be: int, branch: str | None) -> bool:
        """Whether some scheme was given in the year, for the branch where it is a predecessor."""
        return year_be >= self.first_year or self._predecessor(year_be, branch) is not None

    def _predecessor(self, year_be: int, branch: str | None) -> SchemeRow | None:
        fitting = (
            row
            for row in self.schemes.values()
            if row.became_branch and row.became_branch == branch and _gave_in(row, year_be)
        )
        return next(fitting, None)

    def facts(self) -> Facts:
        """What is said of every edition that was asked for."""
        for node, (given, year_be) in sorted(self._met.items(), key=lambda item: item[0].value):
            yield from _edition_facts(node, given, year_be)


def _gave_in(row: SchemeRow, year_be: int) -> bool:
    return (row.first_year or 0) <= year_be <= (row.last_year or 9999)


def _edition_facts(node: NamedNode, given: SchemeRow | None, year_be: int) -> Facts:
    year_ce = to_common_era(year_be)
    name_th = given.name_th if given else "รางวัลเลิศรัฐ"
    name_en = given.name_en if given and given.name_en else name_th
    yield from facts(
        node,
        {
            RDF.type: LR.Edition,
            LR.editionOf: iri("scheme", given.key if given else OURS),
            SKOS.prefLabel: (
                thai(f"{name_th} ประจำปี {year_be}"),
                english(f"{name_en} B.E. {year_be} ({year_ce})"),
            ),
            LR.yearBE: integer(year_be),
            LR.yearCE: integer(year_ce),
            SCHEMA.temporalCoverage: Literal(str(year_ce), datatype=XSD.gYear),
            LR.sortKey: plain(str(year_be)),
        },
    )


def scheme_facts(row: SchemeRow) -> Facts:
    yield from facts(
        iri("scheme", row.key),
        {
            RDF.type: LR.AwardScheme,
            SKOS.prefLabel: (thai(row.name_th), english(row.name_en)),
            SKOS.altLabel: tuple(text(name) for name in row.other_names),
            LR.givenBy: iri("body", row.given_by) if row.given_by else None,
            LR.runBy: iri("body", row.run_by) if row.run_by else None,
            LR.term("from"): year(row.first_year),
            LR.to: year(row.last_year),
            DCTERMS.isReplacedBy: iri("scheme", row.became) if row.became else None,
            LR.becameBranch: scheme("branch")[row.became_branch].iri if row.became_branch else None,
            PROV.wasDerivedFrom: tuple(iri("source", key) for key in row.documents),
            SKOS.note: text(row.note),
            LR.sortKey: plain(sort_key(row.name_th)),
        },
    )
