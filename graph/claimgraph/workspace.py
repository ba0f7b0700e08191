"""A workspace: a folder with articles/, entities/ and queries/, read together with the ontology.

What one file alone cannot show is refused here: two files that write the same graph, a claim in another
article's file, a graph that is neither an article's nor a claim's, an entity that is part of an article's record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimgraph.asking.library import describe_questions
from claimgraph.asking.question import Question, read_questions
from claimgraph.errors import SourceError, WorkspaceError
from claimgraph.namespaces import ARTICLE, CLAIM, ENTITIES, ONTOLOGY, RECORDS, TAXONOMY
from claimgraph.resources import ontology_folder, story_folder
from claimgraph.source import Source, find_line, read_trig, read_turtle


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The sources of a workspace, read and found to fit together."""

    folder: Path
    articles: tuple[Source, ...]
    entities: tuple[Source, ...]
    ontology: tuple[Source, ...]
    questions: tuple[Question, ...]

    def sources(self) -> Iterator[Source]:
        """Yield every source: the ontology's, the questions' records, the entities', the articles'."""
        yield from self.ontology
        yield describe_questions(self.folder / "queries", self.questions)
        yield from self.entities
        yield from self.articles

    def files(self) -> dict[str, str]:
        """Return the name of the file that writes the graph, or describes the article, of each of their IRIs."""
        return {graph: source.path.name for source in self.articles for graph in source.graphs}


def read_workspace(folder: Path | None = None) -> Workspace:
    """Read a workspace, or the shipped story where no folder is given.

    Raises:
        WorkspaceError: if the folder is missing, is not a folder, or has no article.
        SourceError: if a file cannot be taken; see `source.read_trig` and this module.
        QuestionError: if a question's record is not whole.
    """
    folder = story_folder() if folder is None else folder
    files = article_files(folder)
    entities = tuple(map(read_entities, entity_files(folder)))
    articles = tuple(read_trig(path) for path in files)
    refuse_strays(articles)
    return Workspace(
        folder=folder,
        articles=articles,
        entities=entities,
        ontology=read_ontology(),
        questions=read_questions(folder / "queries"),
    )


def article_files(folder: Path) -> list[Path]:
    """Return the files of a workspace's articles, in order.

    Raises:
        WorkspaceError: see `read_workspace`.
    """
    if not folder.is_dir():
        raise WorkspaceError(f"{folder}: no such folder; wanted a workspace with articles/, entities/ and queries/")
    files = sorted((folder / "articles").glob("*.trig"))
    if not files:
        raise WorkspaceError(f"{folder}: articles/ holds no .trig file; a workspace has at least one article")
    return files


def entity_files(folder: Path) -> list[Path]:
    """Return the files of a workspace's entities, in order."""
    return sorted((folder / "entities").glob("*.ttl"))


def read_entities(path: Path) -> Source:
    """Read a file of entities.

    Raises:
        SourceError: as `read_workspace` does.
    """
    source = read_turtle(path, ENTITIES)
    for iri in source.subjects():
        if iri.startswith(RECORDS):
            quad = next(quad for quad in source.quads if str(quad.subject) == f"<{iri}>")
            found = f"says something of <{iri}>, which is part of an article's record; wanted an entity"
            raise SourceError(path, find_line(path, quad), found)
    return source


def read_article(path: Path) -> Source:
    """Read one article's file, for work on one article at a time.

    Raises:
        SourceError: as `read_workspace` does.
    """
    source = read_trig(path)
    refuse_strays((source,))
    return source


def read_ontology() -> tuple[Source, ...]:
    """Return the ontology and the taxonomy, each scheme in a graph of its own."""
    folder = ontology_folder()
    schemes = sorted((folder / "taxonomy").glob("*.ttl"))
    return (
        read_turtle(folder / "claimgraph.ttl", ONTOLOGY),
        *(read_turtle(path, TAXONOMY + path.stem) for path in schemes),
    )


def refuse_strays(articles: tuple[Source, ...]) -> None:
    """Refuse graphs that are not the article's own or one of its claims', by which no two files write one graph.

    Raises:
        SourceError: names file, line and graph.
    """
    written: dict[str, Path] = {}
    for source in articles:
        slug = source.path.stem
        for graph in source.graphs:
            if graph in written:
                found = f"writes <{graph}>, which {written[graph]} writes too"
                raise SourceError(source.path, find_line(source.path, source.first_of(graph)), found)
            written[graph] = source.path
            if graph != ARTICLE + slug and not graph.startswith(f"{CLAIM}{slug}/"):
                found = f"writes the graph <{graph}>; wanted <{ARTICLE}{slug}> or a claim under <{CLAIM}{slug}/>"
                raise SourceError(source.path, find_line(source.path, source.first_of(graph)), found)
        if ARTICLE + slug not in source.graphs:
            raise SourceError(source.path, None, f"has no record of its article; wanted the graph <{ARTICLE}{slug}>")
