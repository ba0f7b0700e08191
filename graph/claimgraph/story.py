"""A story opened for questions: the few lines that a person writes in Python.

>>> story = open_story()
>>> answer = story.ask("who-stopped-using-line", lang="ja")
>>> answer.columns[:2]
('actor', 'actorLabel')
"""

from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.model import Answer
from claimgraph.parameter import bind, resolve
from claimgraph.question import Question, find_question
from claimgraph.store import Store
from claimgraph.workspace import Workspace, read_workspace

if TYPE_CHECKING:
    import rdflib


class Story:
    """A workspace with a store over it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.store = Store.from_sources(workspace.sources())

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

    def ask(self, name: str, **values: str) -> Answer:
        """Return the answer to a question of the library; see `prepare`."""
        return self.store.select(self.prepare(name, **values))

    def query(self, sparql: str, *, union: bool = True) -> Answer:
        """Return the answer to a SELECT query of one's own.

        Args:
            sparql: the query. It runs in this process: for queries of strangers there is the guard.
            union: whether a pattern without GRAPH sees the union of all graphs.
        """
        return self.store.select(sparql, union=union)

    def dataset(self) -> "rdflib.Dataset":
        """Return an rdflib Dataset over the same store."""
        return self.store.dataset()


def open_story(folder: Path | str | None = None) -> Story:
    """Open a workspace, or the shipped story where no folder is given.

    Raises:
        WorkspaceError, SourceError: see `workspace.read_workspace`.
    """
    return Story(read_workspace(None if folder is None else Path(folder)))
