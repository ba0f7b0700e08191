"""A story opened for questions: the few lines that a person writes in Python.

>>> story = open_story()
>>> answer = story.ask("who-stopped-using-line", lang="ja")
>>> answer.columns[:2]
('actor', 'actorLabel')
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.knowledge import Known, known_by
from claimgraph.model import Answer
from claimgraph.parameter import bind, resolve
from claimgraph.period import read_day
from claimgraph.question import Question, find_question
from claimgraph.store import Store
from claimgraph.workspace import Workspace, read_workspace

if TYPE_CHECKING:
    import rdflib


class Story:
    """A workspace with a store over it.

    Args:
        workspace: is asked.
        known: what was known on the day on which the story is told, if it is told as of a day.
    """

    def __init__(self, workspace: Workspace, known: Known | None = None) -> None:
        self.workspace = workspace
        self.known = known
        self.store = Store.from_sources(workspace.sources())
        self._days: dict[date, Story] = {}

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the workspace, group by group."""
        return self.workspace.questions

    def prepare(self, name: str, **values: str) -> str:
        """Return the query of a question with values bound.

        Args:
            name: the question's name.
            values: for the question's parameters: an IRI, a prefixed name, a name in either language or a code.

        Raises:
            QuestionError: if there is no such question or parameter, or a value is unknown or ambiguous.
        """
        question = find_question(name, self.questions)
        terms = {key: resolve(self.store, question.parameter(key), value) for key, value in values.items()}
        return bind(question.sparql, terms)

    def as_of(self, day: date | str) -> "Story":
        """Return the story as the public knew it at the end of a day; see `knowledge`.

        Its `known` tells how many claims were left out and why.

        Raises:
            QuestionError: if the day is none of the calendar, as in 2021-03-23.
        """
        day = read_day(day) if isinstance(day, str) else day
        if day not in self._days:
            known = known_by(self.workspace.articles, day)
            self._days[day] = Story(replace(self.workspace, articles=known.sources), known)
        return self._days[day]

    def ask(self, name: str, *, as_of: date | str | None = None, **values: str) -> Answer:
        """Return the answer to a question of the library; see `prepare`, and `as_of` for the day."""
        query = self.prepare(name, **values)
        return (self if as_of is None else self.as_of(as_of)).store.select(query)

    def query(self, sparql: str, *, union: bool = True, as_of: date | str | None = None) -> Answer:
        """Return the answer to a SELECT query of one's own.

        Args:
            sparql: the query. It runs in this process: for queries of strangers there is the guard.
            union: whether a pattern without GRAPH sees the union of all graphs.
            as_of: the day as of which to answer, as in 2021-03-23; see `as_of`.
        """
        return (self if as_of is None else self.as_of(as_of)).store.select(sparql, union=union)

    def dataset(self) -> "rdflib.Dataset":
        """Return an rdflib Dataset over the same store."""
        return self.store.dataset()


def open_story(folder: Path | str | None = None) -> Story:
    """Open a workspace, or the shipped story where no folder is given.

    Raises:
        WorkspaceError, SourceError: see `workspace.read_workspace`.
    """
    return Story(read_workspace(None if folder is None else Path(folder)))
