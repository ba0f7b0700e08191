"""The report of a build: what the graph holds, counted, for machines and for people."""

from collections import Counter
from dataclasses import asdict, dataclass

from claimgraph.namespaces import shorten
from claimgraph.resources import lookup
from claimgraph.store import Store
from claimgraph.texts.coverage import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Counts of a graph; every mapping is in the order in which it is shown.

    Args:
        quads: how many quads the graph has.
        articles: the claims of each article, by the article's headline.
        acts, certainties, polarities: the claims by each.
        entities: the named things by kind.
        countries: the claims that speak of each country or a city in it.
        relations: how often the rules find that two claims contradict, corroborate, … each other, by kind.
        coverage: how each article's text is accounted for; None where no texts were at hand.
        files: what was written, by name, with its size in bytes.
    """

    quads: int
    articles: dict[str, int]
    acts: dict[str, int]
    certainties: dict[str, int]
    polarities: dict[str, int]
    entities: dict[str, int]
    countries: dict[str, int]
    relations: dict[str, int]
    coverage: tuple[Coverage, ...] | None
    files: dict[str, int]

    @property
    def claims(self) -> int:
        """The number of claims of all articles."""
        return sum(self.articles.values())

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {"claims": self.claims, **asdict(self)}


def count_graph(store: Store, quads: int, coverage: tuple[Coverage, ...] | None, files: dict[str, int]) -> Report:
    """Count what a store holds."""
    headlines = {row["article"]: row["headline"] for row in store.select(lookup("articles")).texts()}
    labels = _english_labels(store)
    articles: Counter[str] = Counter(dict.fromkeys(headlines.values(), 0))
    by: dict[str, Counter[str]] = {axis: Counter() for axis in ("act", "certainty", "polarity")}
    for row in store.select(lookup("claims-by-article")).texts():
        articles[headlines[row["article"]]] += int(row["claims"])
        for axis, counter in by.items():
            counter[labels.get(row[axis], shorten(row[axis]))] += int(row["claims"])
    entities = store.select(lookup("entities-by-kind")).texts()
    countries = store.select(lookup("countries")).texts()
    relations = store.select(lookup("count-relations")).texts()
    return Report(
        quads=quads,
        articles=dict(articles),
        acts=_largest_first(by["act"]),
        certainties=_largest_first(by["certainty"]),
        polarities=_largest_first(by["polarity"]),
        entities={row["name"]: int(row["entities"]) for row in entities},
        countries={row["name"]: int(row["claims"]) for row in countries},
        relations={row["name"]: int(row["relations"]) for row in relations},
        coverage=coverage,
        files=files,
    )


def summarise(report: Report, place: str) -> str:
    """Return the report as a page of text for the person who ran the build."""
    claims, articles = number(report.claims, "claim"), number(len(report.articles), "article")
    lines = [f"{claims} from {articles}, {number(report.quads, 'quad')}", ""]
    lines += [f"  {claims:>4}  {headline}" for headline, claims in report.articles.items()]
    lines += [
        "",
        f"acts        {_list(report.acts)}",
        f"certainty   {_list(report.certainties)}",
        f"polarity    {_list(report.polarities)}",
        f"countries   {_list(report.countries)}",
        f"named       {_list(report.entities)}",
        f"relations   {_list(report.relations) or 'none'}",
        f"coverage    {_describe_coverage(report.coverage)}",
        "findings    none",
        "",
    ]
    lines += [f"  {_size(size):>8}  {place}/{name}" for name, size in report.files.items()]
    return "\n".join(lines)


def number(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> number(1, "claim"), number(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _english_labels(store: Store) -> dict[str, str]:
    answer = store.select(lookup("labels"))
    return {thing.value: label.value for thing, label in answer.rows if thing and label and label.language == "en"}


def _largest_first(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _list(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _describe_coverage(coverage: tuple[Coverage, ...] | None) -> str:
    if coverage is None:
        return "not compared with the texts (give --texts DIR to do so)"
    sentences = sum(part.sentences for part in coverage)
    left_out = sum(part.uncovered for part in coverage)
    passages = sum(part.passages for part in coverage)
    return f"{sentences - left_out} of {sentences} sentences, {number(passages, 'passage')} verified by digest"


def _size(size: int) -> str:
    return f"{size / 1000:.0f} kB" if size >= 1000 else f"{size} B"
