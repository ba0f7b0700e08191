"""Values that modules hand each other: terms, answers, findings. Imports nothing of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    import polars


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An IRI or a literal, as any engine gives it.

    Args:
        value: the IRI, or the literal's lexical form.
        datatype: the IRI of a literal's datatype; empty for an IRI.
        language: a literal's language tag, lower case; empty for none.
    """

    value: str
    datatype: str = ""
    language: str = ""

    @property
    def is_iri(self) -> bool:
        """Tell an IRI from a literal."""
        return self.datatype == ""


Row = tuple[Term | None, ...]


class Answer:
    """The table that a SELECT query answers with; a cell without a value is None.

    It never changes, and is equal to another with the same columns and rows. It is no dataclass, for the store's
    answers make their terms when the rows are first read.
    """

    def __init__(self, *, columns: tuple[str, ...], rows: tuple[Row, ...]) -> None:
        self._columns, self._rows = columns, rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, each with a cell for each column."""
        return self._rows

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer):
            return NotImplemented
        return (self.columns, self.rows) == (other.columns, other.rows)

    def __hash__(self) -> int:
        return hash((self.columns, self.rows))

    def __repr__(self) -> str:
        return f"Answer(columns={self.columns!r}, rows={self.rows!r})"

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield the rows as `texts` gives them."""
        return iter(self.texts())

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a pandas frame of plain strings, one column for each of the answer's.

        Raises:
            ImportError: if pandas is not installed.
        """
        import pandas

        return pandas.DataFrame(self.texts(), columns=list(self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """Return a polars frame of plain strings, one column for each of the answer's.

        Raises:
            ImportError: if polars is not installed.
        """
        import polars

        return polars.DataFrame(self.texts(), schema=dict.fromkeys(self.columns, polars.String))

    def texts(self) -> list[dict[str, str]]:
        """Return the rows as dictionaries of plain strings; a cell without a value is the empty string."""
        return [
            {column: "" if cell is None else cell.value for column, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One thing that is wrong with a workspace.

    Args:
        rule: the shape, rule or check that found it, by its file's name.
        focus: the IRI, or the file, that it is about.
        sentence: what was found and what is wanted.
        where: the file in which the focus stands, if known.
    """

    rule: str
    focus: str
    sentence: str
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.focus}: {self.sentence} [{self.rule}]"
