"""A store on disk, open for questions: what has been built by `update`, and what can be had back from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.asking.question import Question, find_question, read_question, read_questions
from claimgraph.corpus.hold import SEAL, Hold, read_generation
from claimgraph.errors import WorkspaceError
from claimgraph.namespaces import ARTICLE, CG, ENTITIES, ONTOLOGY, RDF, RELATIONS, TAXONOMY
from claimgraph.source import Quad, Source
from claimgraph.store import Store
from claimgraph.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A store on disk, open for questions."""

    folder: Path
    store: Store
    _hold: Hold = field(repr=False)
    _known: dict[str, Question] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the workspace, group by group."""
        return read_questions(self.folder / "queries")

    def question(self, name: str) -> Question:
        """Return the question of this name, of whose files no other is read.

        Raises:
            QuestionError: if there is none; lists those that there are.
        """
        path = self.folder / "queries" / f"{name}.rq"
        if path.name != f"{name}.rq" or not path.is_file():
            return find_question(name, self.questions)
        if name not in self._known:
            self._known[name] = read_question(path)
        return self._known[name]

    @property
    def claims(self) -> int:
        """The number of claims."""
        from claimgraph.corpus.manifest import Manifest  # few ask for the number

        return Manifest.read(self.folder / SEAL).claims

    def workspace(self) -> Workspace:
        """Return the whole corpus as sources, in memory, as far as the store keeps what the files say."""
        graphs = self.store.graphs()
        schemes = sorted(graph for graph in graphs if graph == ONTOLOGY or graph.startswith(TAXONOMY))
        slugs = sorted(graph.removeprefix(ARTICLE) for graph in graphs if graph.startswith(ARTICLE))
        return Workspace(
            folder=self.folder,
            articles=tuple(self.article(slug) for slug in slugs),
            entities=(self._source("entities.ttl", self.store.quads(graph=ENTITIES)),),
            ontology=self.ontology(schemes),
            questions=self.questions,
        )

    def article(self, slug: str) -> Source:
        """Return an article as the store has it."""
        return self._source(f"{slug}.trig", stored_article(self.store, slug))

    def relations(self) -> Source:
        """Return the relations between claims as the store has them."""
        return self._source("relations.ttl", self.store.quads(graph=RELATIONS))

    def ontology(self, graphs: Iterable[str] | None = None) -> tuple[Source, ...]:
        """Return the ontology and the taxonomy as the store has them."""
        graphs = self.store.graphs() if graphs is None else graphs
        schemes = sorted(graph for graph in graphs if graph == ONTOLOGY or graph.startswith(TAXONOMY))
        return tuple(self._source("ontology.ttl", self.store.quads(graph=graph)) for graph in schemes)

    def _source(self, name: str, quads: Iterable[Quad]) -> Source:
        return Source.from_quads(self.folder / name, quads)


def open_corpus(place: Path) -> Corpus:
    """Open a store on disk for questions: the state that is current now, whatever is built meanwhile.

    Raises:
        WorkspaceError: if there is none, or it cannot be read.
    """
    generation, hold = read_generation(str(place))
    folder = Path(generation)
    try:
        return Corpus(
            folder=folder,
            store=Store(folder / "store", read_only=True),
            _hold=hold,
        )
    except OSError as error:
        hold.close()
        raise WorkspaceError(f"{place}: cannot be read ({error})") from error


def stored_article(store: Store, slug: str) -> list[Quad]:
    """Return an article's quads, its record's and then its claims', as the store has them."""
    record = list(store.quads(graph=ARTICLE + slug))
    types = (quad for quad in record if quad.predicate.value == RDF.type)
    claims = [quad.subject.value for quad in types if quad.object.value == CG.Claim]
    return record + [quad for claim in claims for quad in store.quads(graph=claim)]
