"""The classes whose things have the properties that lertrat.ttl, to stay open, gives no domain."""

from pyoxigraph import NamedNode

from ontology.namespaces import LR, ORG, SKOS

_WON = (LR.Award, LR.Candidacy)
_AWARDED = (*_WON, LR.ExternalAward)
_TOLD = (*_WON, LR.AwardLine, LR.Event, LR.Count)
_PROVEN = (*_TOLD, LR.ExternalAward, LR.Participation)
_DATED = (LR.AwardScheme, LR.PublicBody, LR.Placement)
OWNERS: dict[NamedNode, tuple[NamedNode, ...]] = {
    LR.about: (LR.Event, LR.Count),
    LR.acceptedBy: _WON,
    LR.awardType: _TOLD,
    LR.branch: (*_TOLD, SKOS.Concept),
    LR.certainty: (LR.PublicBody, LR.Placement, ORG.ChangeEvent),
    LR.edition: _TOLD,
    LR.event: (LR.Participation, LR.Count),
    LR.hasEvidence: _PROVEN,
    LR.judgement: _PROVEN,
    LR.level: (*_WON, LR.AwardLine, LR.Count),
    LR.mayMean: (LR.Award,),
    LR.parent: (LR.Placement, LR.OfficePattern),
    LR.partner: _WON,
    LR.pmqaCategory: (*_WON, LR.Count),
    LR.project: _AWARDED,
    LR.recipient: _AWARDED,
    LR.scheme: (LR.ExternalAward, LR.Event),
    LR.stage: (LR.Candidacy, LR.Count),
    LR.unit: _WON,
    LR.abbreviation: (LR.PublicBody,),
    LR.budgetCode: (LR.PublicBody,),
    LR.doubt: _WON,
    LR.earliestDate: (ORG.ChangeEvent,),
    LR.term("from"): _DATED,
    LR.hasc: (LR.PublicBody,),
    LR.inferredField: _WON,
    LR.isni: (LR.PublicBody,),
    LR.iso3166: (LR.PublicBody,),
    LR.latestDate: (ORG.ChangeEvent,),
    LR.mentions: (LR.PublicBody, LR.Name, LR.OfficePattern),
    LR.namedAs: _WON,
    LR.partnerName: _WON,
    LR.recipientName: _WON,
    LR.ror: (LR.PublicBody,),
    LR.sortKey: (),  # whatever can be listed has one
    LR.to: _DATED,
    LR.unitName: _WON,
    LR.yearCE: (LR.Edition, LR.ExternalAward),
}
