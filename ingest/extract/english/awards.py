"""Awards that an English text individuates: each item of its lists a record, one told twice is one."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace

from ingest.extract.awards import QUALITY, as_pmqa, is_quality, to_record
from ingest.extract.english.cues import cue
from ingest.extract.english.items import TOP_OF_A_BRANCH, find_items
from ingest.extract.english.lines import join_lines
from ingest.extract.english.sentences import Sentences
from ingest.extract.english.stream import find_signs
from ingest.extract.english.years import Editions, find_edition, read_editions
from ingest.extract.individuation import find_individuated, is_bare
from ingest.extract.items import Item
from ingest.extract.reading import Reading
from ingest.extract.recipients import Recipient, Stage, find_recipient, find_topic
from ingest.extract.retelling import join
from ingest.extract.signs import Sign
from ingest.records import AwardRecord
from ontology.vocabulary import scheme

NEAR = 120  # characters before an award that may tell which kind of body it is of


def find_english_awards(reading: Reading) -> tuple[AwardRecord, ...]:
    """Every award of the scheme that an English document individuates, in order of place."""
    joined = join_lines(reading.text)
    reading = replace(reading, normal=replace(reading.normal, text=joined))
    signs, sentences = find_signs(reading)
    if not _tells_of_the_scheme(reading.text, signs):
        return ()
    editions, stage = read_editions(reading, signs), _set_stage(reading, signs)
    items = find_individuated(reading.text, signs, find_items(reading.text, signs, sentences))
    records = (record for item in items for record in _records(reading, stage, editions, sentences, item))
    told = join(_without_vague_type(record) for record in records)
    return tuple(as_pmqa(record) if is_quality(record) else record for record in told)


def _tells_of_the_scheme(text: str, signs: list[Sign]) -> bool:
    """Whether the scheme is named, or its giver beside words that are of this award."""
    if any(sign.slot == "award" for sign in signs):
        return True
    own_contest = cue("scheme").search(text) is not None
    return (
        not own_contest and cue("beside").search(text) is not None and cue("giver").search(text) is not None
    )


def _set_stage(reading: Reading, signs: list[Sign]) -> Stage:
    told = Counter(sign.mention.name for sign in signs if sign.mention)
    often = frozenset(name for name, times in told.items() if times > 1)
    named = [sign for sign in signs if sign.slot == "body"]
    bodies = tuple(sign for sign in named if _can_win(reading, sign, often))
    bodies = bodies or tuple(sign for sign in named if sign.role == "from" and _is_known(reading, sign))
    stories = tuple(sign.end for sign in signs if sign.slot == "line" and sign.sure)
    return Stage(bodies, stories, find_topic(bodies))


def _is_known(reading: Reading, sign: Sign) -> bool:
    body = sign.mention.body if sign.mention else None
    return body is not None and not reading.names.is_ministry(body)


def _can_win(reading: Reading, sign: Sign, often: Container[str]) -> bool:
    """Whether a body may have won what the text tells of `it`; a stranger if it acts or is told twice."""
    if sign.mention is None or sign.role in {"over", "place"}:
        return False
    if sign.mention.body is None:
        again = sign.mention.name in often and sign.mention.kind == "unknown"
        return sign.role == "subject" or again
    if sign.role in {"from", "partner"}:
        return False
    return not reading.names.is_ministry(sign.mention.body)


def _records(
    reading: Reading, stage: Stage, editions: Editions, sentences: Sentences, item: Item
) -> Iterator[AwardRecord]:
    item_won = replace(item, status="won")
    recipient = find_recipient(reading, _of_kind(reading, stage, sentences, item), item_won)
    if (
        recipient is None
        or not (recipient.sure or _is_known_by_then(reading.text, stage, item))
        or _is_nobodys(reading, recipient, item)
    ):
        return
    edition, sure = find_edition(editions, sentences, reading.text, item)
    if sure or not is_bare(item):
        yield _with_branch(to_record(reading, item, recipient, edition, sure), item)


def _of_kind(reading: Reading, stage: Stage, sentences: Sentences, item: Item) -> Stage:
    """The stage without bodies of other kinds, where a sentence tells of `the province` or `the hospital`."""
    place = item.signs[-item.fresh :][0].start
    told = cue("body_of_kind").search(reading.text, max(sentences.around(place)[0], place - NEAR), place)
    if told is None or item.first("body"):
        return stage
    bodies = tuple(body for body in stage.bodies if _is_of_kind(reading, body, told["kind"].lower()))
    last = next((body for body in reversed(bodies) if body.start < place), None)
    return replace(stage, bodies=bodies, topic=last) if last else stage


def _is_of_kind(reading: Reading, sign: Sign, kind: str) -> bool:
    body = sign.mention.body if sign.mention else None
    surface = reading.text[sign.start : sign.end].lower()
    return kind in surface or bool(body and reading.names.kind_of(body) == kind)


def _with_branch(record: AwardRecord, item: Item) -> AwardRecord:
    """The top award of a branch is of the scheme by its type, and has the branch that is told with it."""
    kind, branch = item.first("type"), item.first("branch")
    top = kind is not None and kind.concept is not None and kind.concept.key == TOP_OF_A_BRANCH
    if not top or branch is None or branch.concept is None:
        return record
    return record.model_copy(update={"branch": branch.concept.name})


def _without_vague_type(record: AwardRecord) -> AwardRecord:
    """`The PMQA award` may be that of a category told elsewhere: it is joined by its branch."""
    vague = record.type == scheme("type")["pmqa"].name
    return record.model_copy(update={"type": None, "branch": QUALITY}) if vague else record


def _is_known_by_then(text: str, stage: Stage, item: Item) -> bool:
    """Whether a body is named before an item that names none; or the text's only one lines below."""
    place = item.signs[-1].start
    if any(body.start < place for body in stage.bodies[:1]):
        return True
    return len({body.value for body in stage.bodies}) == 1 and "\n" in text[place : stage.bodies[0].start]


def _is_nobodys(reading: Reading, recipient: Recipient, item: Item) -> bool:
    """A ministry gets no award; one that is told by the scheme's name alone needs its winner beside it."""
    return reading.names.is_ministry(recipient.body) or (is_bare(item) and item.first("body") is None)
