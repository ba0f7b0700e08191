"""Quotations: the words of passages with a little around them, for the page of somebody who has the texts.

The project republishes no article; what is quoted stands in the user's own file only. A passage is quoted only where
the text's words have its digest.
"""

from dataclasses import dataclass
from pathlib import Path

from claimgraph.resources import lookup
from claimgraph.store import Store
from claimgraph.texts.coverage import read_texts
from claimgraph.texts.passage import Passage, Text, digest

_AROUND = 40
_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A passage's words, and what stands before and behind them."""

    before: str
    words: str
    after: str


def read_quotations(store: Store, folder: Path, *, longest: int) -> tuple[dict[str, Quotation], tuple[str, ...]]:
    """Return the quotations of all passages whose text is in the folder.

    Args:
        store: the graph.
        folder: holds the articles' texts as .txt files; they are known by their digests.
        longest: characters of a passage that are quoted; the rest is cut.

    Returns:
        Quotations by the passage's IRI; and the articles of which some passages could not be quoted.

    Raises:
        TextError: if the folder is missing, or a file is not UTF-8.
    """
    texts = read_texts(folder)
    text_of = {row["article"]: texts.get(row["digest"]) for row in store.select(lookup("articles")).texts()}
    quotations = {}
    missing = set()
    for row in store.select(lookup("passages")).texts():
        text, passage = text_of.get(row["article"]), Passage(start=int(row["start"]), end=int(row["end"]))
        if text is None or digest(text.words(passage)) != row["digest"]:
            missing.add(row["article"])
        else:
            quotations[row["passage"]] = quote(text, passage, longest=longest)
    return quotations, tuple(sorted(missing))


def quote(text: Text, passage: Passage, *, longest: int) -> Quotation:
    """Return a passage with what stands around it in its line.

    >>> quote(Text("Title\\nIt said no. Nobody knew why."), Passage(start=9, end=17), longest=20)
    Quotation(before='It ', words='said no.', after=' Nobody knew why.')
    >>> quote(Text("It said no."), Passage(start=0, end=11), longest=7).words
    'It said…'
    """
    words = text.words(passage)
    before = text.text[: passage.start].rpartition("\n")[2]
    after = text.text[passage.end :].partition("\n")[0]
    return Quotation(
        before=_CUT * (len(before) > _AROUND) + before[-_AROUND:],
        words=words if len(words) <= longest else words[:longest] + _CUT,
        after=after[:_AROUND] + _CUT * (len(after) > _AROUND),
    )
