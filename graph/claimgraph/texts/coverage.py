"""Coverage: what an article's text, where it is at hand, says about the passages taken from it.

Texts are matched to articles by digest. A text that changed is recognised by its title line, and its passages
are then looked up by their own digests: unchanged, moved or gone. Nothing is ever anchored anew.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import TextError
from claimgraph.model import Finding
from claimgraph.namespaces import shorten
from claimgraph.resources import lookup
from claimgraph.store import Store
from claimgraph.texts.passage import Locator, Passage, Text, digest, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of an article is accounted for.

    Args:
        article: its IRI.
        passages: how many passages were compared with the text.
        sentences: how many sentences the text has.
        uncovered: how many of them have a letter that no claim's passage and no exclusion covers.
        characters: the length of the text in code points.
        covered: how many of them lie in a claim's passage or an excluded one.
    """

    article: str
    passages: int
    sentences: int
    uncovered: int
    characters: int
    covered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """A passage as the graph has it."""

    iri: str
    passage: Passage
    digest: str
    locator: Locator


def read_texts(folder: Path) -> dict[str, Text]:
    """Return the texts in a folder's .txt files by the digest of each.

    Raises:
        TextError: if the folder is missing, or a file is not UTF-8.
    """
    if not folder.is_dir():
        raise TextError(f"{folder}: no such folder; wanted the articles' texts as .txt files")
    return {digest(text): Text(text) for text in (read_text(path) for path in sorted(folder.glob("*.txt")))}


def check_texts(store: Store, folder: Path) -> tuple[list[Coverage], list[Finding]]:
    """Compare every article with its text: digest, length, passages, locators, and that no sentence is left out.

    Raises:
        TextError: see `read_texts`.
    """
    texts = read_texts(folder)
    records, covering = _records(store), _covering(store)
    coverage: list[Coverage] = []
    findings: list[Finding] = []
    for row in store.select(lookup("articles")).texts():
        article = row["article"]
        text = texts.get(row["digest"])
        if text is None:
            findings += _explain_missing_text(article, row["headline"], records[article], texts, folder)
            continue
        if int(row["length"]) != len(text.text):
            sentence = f"has cg:textLength {row['length']}, but its text has {len(text.text)} characters"
            findings.append(Finding(rule="text-length", focus=article, sentence=sentence))
        for record in records[article]:
            findings += _check_passage(record, text)
        gaps = text.gaps(covering[article])
        findings += [
            Finding(
                rule="sentence-left-out",
                focus=article,
                sentence=f"characters {gap.start} to {gap.end} (paragraph {text.locate(gap).paragraph}) are in no "
                "claim's passage and not excluded; claim what they say, or exclude them with a reason",
            )
            for gap in gaps
        ]
        covered = {position for passage in covering[article] for position in range(passage.start, passage.end)}
        coverage.append(
            Coverage(
                article=article,
                passages=len(records[article]),
                sentences=len(text.sentences),
                uncovered=len(gaps),
                characters=len(text.text),
                covered=len(covered),
            )
        )
    return coverage, findings


def _records(store: Store) -> dict[str, list[_Record]]:
    records: dict[str, list[_Record]] = defaultdict(list)
    for row in store.select(lookup("passages")).texts():
        records[row["article"]].append(
            _Record(
                iri=row["passage"],
                passage=Passage(start=int(row["start"]), end=int(row["end"])),
                digest=row["digest"],
                locator=Locator(paragraph=int(row["paragraph"]), sentence=int(row["sentence"])),
            )
        )
    return records


def _covering(store: Store) -> dict[str, list[Passage]]:
    covering: dict[str, list[Passage]] = defaultdict(list)
    for row in store.select(lookup("covering-passages")).texts():
        covering[row["article"]].append(Passage(start=int(row["start"]), end=int(row["end"])))
    return covering


def _check_passage(record: _Record, text: Text) -> list[Finding]:
    if record.passage.end > len(text.text):
        sentence = f"ends at {record.passage.end}, but the text has {len(text.text)} characters"
        return [Finding(rule="passage-beyond-the-text", focus=record.iri, sentence=sentence)]
    if digest(text.words(record.passage)) != record.digest:
        sentence = "has another digest than the characters it points at; take its offsets again"
        return [Finding(rule="passage-digest", focus=record.iri, sentence=sentence)]
    found = text.locate(record.passage)
    if found != record.locator:
        sentence = (
            f"is located at paragraph {record.locator.paragraph}, sentence {record.locator.sentence}; "
            f"it stands at paragraph {found.paragraph}, sentence {found.sentence}"
        )
        return [Finding(rule="passage-locator", focus=record.iri, sentence=sentence)]
    return []


def _explain_missing_text(
    article: str, headline: str, records: list[_Record], texts: dict[str, Text], folder: Path
) -> list[Finding]:
    changed = next((text for text in texts.values() if text.text.split("\n", 1)[0].strip() == headline), None)
    if changed is None:
        sentence = f"has no text in {folder}: none of its {len(texts)} .txt files has the article's digest or title"
        return [Finding(rule="text-missing", focus=article, sentence=sentence)]
    fates = [(record, _fate(record, changed)) for record in records]
    same = sum(fate == "unchanged" for _, fate in fates)
    findings = [
        Finding(
            rule="text-changed",
            focus=article,
            sentence=f"the text in {folder} is not the one that was annotated; of {len(fates)} passages "
            f"{same} are unchanged and {len(fates) - same} are not",
        )
    ]
    findings += [
        Finding(rule="text-changed", focus=record.iri, sentence=f"passage {shorten(record.iri)} is {fate}")
        for record, fate in fates
        if fate != "unchanged"
    ]
    return findings


def _fate(record: _Record, text: Text) -> str:
    length = record.passage.end - record.passage.start
    if digest(text.words(record.passage)) == record.digest:
        return "unchanged"
    for start in range(len(text.text) - length + 1):
        if digest(text.text[start : start + length]) == record.digest:
            return f"moved to characters {start} to {start + length}"
    return "gone"
