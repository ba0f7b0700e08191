"""A story opened for questions: the few lines that a person writes in Python.

>>> story = open_story()
>>> answer = story.ask("who-stopped-using-line", lang="ja")
>>> answer.columns[:2]
('actor', 'actorLabel')
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.asking.parameter import bind, resolve
from claimgraph.asking.question import Question, find_question
from claimgraph.model import Answer
from claimgraph.namespaces import CLAIM, asks_for_relations
from claimgraph.source import Source
from claimgraph.store import Store
from claimgraph.workspace import Workspace, read_workspace

if TYPE_CHECKING:
    import rdflib

    from claimgraph.asking.knowledge import Known
    from claimgraph.corpus.reader import Corpus


class Story:
    """A workspace with a store over it.

    Args:
        workspace: is asked.
        known: what was known on the day on which the story is told, if it is told as of a day.
        corpus: a store on disk that is asked instead of a workspace; what it cannot give, such as the graph as of a
            day, is worked out from all of it, in memory.

    Its `told` is a store with what the sources hold, to which the relations between claims come when `store` is first
    asked for: deriving them takes longer than most answers. A store on disk has them.
    """

    def __init__(
        self, workspace: Workspace | None = None, known: "Known | None" = None, corpus: "Corpus | None" = None
    ) -> None:
        if (workspace is None) == (corpus is None):
            raise TypeError("a story is told from a workspace or from a corpus; wanted one of the two")
        self._workspace, self._corpus = workspace, corpus
        self.known = known
        self.told = Store.from_sources(self.workspace.sources()) if corpus is None else corpus.store
        self._is_related = corpus is not None
        self._relations: Source | None = None
        self._days: dict[date, Story] = {}

    @property
    def store(self) -> Store:
        """The store with what the sources hold and the relations between claims."""
        if not self._is_related:
            self.told.add(self.relations)
            self._is_related = True
        return self.told

    @property
    def relations(self) -> Source:
        """The relations between claims, derived when they are first asked for, or as a store on disk has them."""
        if self._relations is None:
            if self._corpus is not None:
                self._relations = self._corpus.relations()
            else:
                from claimgraph.relations.derivation import derive  # most questions need none

                self._relations = derive(self.told)
        return self._relations

    def sources(self) -> Iterator[Source]:
        """Yield every source of the workspace, and the relations between claims."""
        yield from self.workspace.sources()
        yield self.relations

    def store_for(self, sparql: str) -> Store:
        """Return a store that has what a question of the library asks for."""
        return self.store if asks_for_relations(sparql) else self.told

    @property
    def workspace(self) -> Workspace:
        """The workspace; that of a corpus is read when it is first asked for."""
        if self._workspace is None:
            assert self._corpus is not None, "a story is told from one of the two"
            self._workspace = self._corpus.workspace()
        return self._workspace

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the workspace, group by group."""
        return self.workspace.questions if self._corpus is None else self._corpus.questions

    def question(self, name: str) -> Question:
        """Return the question of this name.

        Raises:
            QuestionError: if there is none; lists those that there are.
        """
        return find_question(name, self.questions) if self._corpus is None else self._corpus.question(name)

    def prepare(self, name: str, **values: str) -> str:
        """Return the query of a question with values bound.

        Args:
            name: the question's name.
            values: for the question's parameters: an IRI, a prefixed name, a name in either language or a code.

        Raises:
            QuestionError: if there is no such question or parameter, or a value is unknown or ambiguous.
        """
        question = self.question(name)
        terms = {key: resolve(self.told, question.parameter(key), value) for key, value in values.items()}
        return bind(question.sparql, terms)

    def as_of(self, day: date | str) -> "Story":
        """Return the story as the public knew it at the end of a day; see `asking.knowledge`.

        Its `known` tells how many claims were left out and why.

        Raises:
            QuestionError: if the day is none of the calendar, as in 2021-03-23.
        """
        from claimgraph.asking.knowledge import known_by  # few ask for a day
        from claimgraph.period import read_day

        day = read_day(day) if isinstance(day, str) else day
        if day not in self._days:
            known = known_by(self.workspace.articles, day)
            self._days[day] = Story(replace(self.workspace, articles=known.sources), known)
        return self._days[day]

    def ask(self, name: str, *, as_of: date | str | None = None, **values: str) -> Answer:
        """Return the answer to a question of the library; see `prepare`, and `as_of` for the day."""
        query = self.prepare(name, **values)
        return (self if as_of is None else self.as_of(as_of)).store_for(query).select(query)

    def query(self, sparql: str, *, union: bool = True, as_of: date | str | None = None) -> Answer:
        """Return the answer to a SELECT query of one's own.

        Args:
            sparql: the query. It runs in this process: for queries of strangers there is the guard.
            union: whether a pattern without GRAPH sees the union of all graphs.
            as_of: the day as of which to answer, as in 2021-03-23; see `as_of`.
        """
        return (self if as_of is None else self.as_of(as_of)).store.select(sparql, union=union)

    @property
    def claims(self) -> int:
        """The number of claims."""
        if self._corpus is not None:
            return self._corpus.claims
        return sum(graph.startswith(CLAIM) for graph in self.told.graphs())

    def part(self, claims: set[str]) -> tuple[Source, ...]:
        """Return some of the claims with all that they need, and with the ontology; see `corpus.selection`."""
        from claimgraph.corpus.selection import sources_of  # few ask for a part, and all would wait for it

        if self._corpus is not None:
            return sources_of(self.told, claims, self._corpus.article, self._corpus.ontology())
        articles = {source.path.stem: source for source in self.workspace.articles}
        return sources_of(self.told, claims, articles.__getitem__, self.workspace.ontology)

    def dataset(self) -> "rdflib.Dataset":
        """Return an rdflib Dataset over the same store."""
        return self.store.dataset()


def open_story(folder: Path | str | None = None, *, store: Path | str | None = None) -> Story:
    """Open a workspace, or the shipped story where no folder is given, or a store on disk that a build has made of one.

    Raises:
        WorkspaceError, SourceError: see `workspace.read_workspace` and `corpus.reader.open_corpus`.
    """
    if store is not None:
        from claimgraph.corpus.reader import open_corpus  # a story without one starts sooner

        return Story(corpus=open_corpus(Path(store)))
    return Story(read_workspace(None if folder is None else Path(folder)))
