"""Turn a draft that quotes an article into the article file that does not.

usage: python scripts/anchor_article.py DRAFT.trig ARTICLE.txt > graph/articles/SLUG.trig

A draft is an article file in which passages are written as quotations: «words of the article», or
«words»2 for the second place where they stand. Each becomes the passage's IRI by offsets; the passage
records are put at the end, and {digest} and {length} of the text are filled in. A draft quotes the
article, so it stays with whoever has the text; the result holds no words of it.
"""

import re
import sys
from pathlib import Path

from claimgraph.errors import ClaimgraphError, TextError
from claimgraph.texts.passage import Passage, Text, digest, find_passages, read_text

QUOTATION = re.compile(r"«([^»]+)»(\d*)")
HEADING = re.compile(r"passage:(\d+)-(\d+) a cg:Heading")


def anchor(draft: str, text: Text) -> str:
    """Return the draft with each quotation replaced by its passage, followed by the passages' records.

    Raises:
        TextError: if a quotation is not in the text, or stands in several places and none is chosen.
    """
    found: set[tuple[int, int]] = set()

    def place(match: re.Match[str]) -> str:
        words, ordinal = match.group(1).replace("\\n", "\n"), match.group(2)
        line = draft.count("\n", 0, match.start()) + 1
        places = find_passages(text.text, words)
        if not places:
            raise TextError(f"line {line}: «{words}» is not in the text")
        if ordinal == "" and len(places) > 1:
            raise TextError(f"line {line}: «{words}» stands in {len(places)} places; write which, as «…»1")
        if ordinal and int(ordinal) > len(places):
            raise TextError(f"line {line}: «{words}» stands in {len(places)} places, not {ordinal}")
        passage = places[int(ordinal or 1) - 1]
        found.add((passage.start, passage.end))
        return f"passage:{passage.name}"

    body = QUOTATION.sub(place, draft).replace("{digest}", digest(text.text)).replace("{length}", str(len(text.text)))
    article = re.search(r"article:[\w-]+", body)
    if article is None:
        raise TextError("the draft names no article:…")
    headings = sorted(int(match.group(1)) for match in HEADING.finditer(body))
    names = {int(match.group(1)): f"passage:{match.group(1)}-{match.group(2)}" for match in HEADING.finditer(body)}
    records = []
    for start, end in sorted(found):
        passage = Passage(start=start, end=end)
        where = text.locate(passage)
        before = [heading for heading in headings if heading < start]
        under = f" ; cg:heading {names[before[-1]]}" if before else ""
        records.append(
            f"  passage:{passage.name} a oa:SpecificResource ; oa:hasSource {article.group()} ;"
            f" oa:hasSelector selector:{passage.name} ;\n"
            f"    cg:paragraph {where.paragraph} ; cg:sentence {where.sentence}{under} ;\n"
            f'    schema:sha256 "{digest(text.words(passage))}" .\n'
            f"  selector:{passage.name} a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ."
        )
    joined = "\n".join(records)
    return f"{body.rstrip()}\n\n# Passages, by offset\n\n{article.group()} {{\n{joined}\n}}\n"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        sys.stdout.write(anchor(read_text(Path(sys.argv[1])), Text(read_text(Path(sys.argv[2])))))
    except ClaimgraphError as error:
        sys.exit(f"anchor_article: {error}")
