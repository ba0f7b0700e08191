"""The manifest of a store on disk: what it was made from, and how that differs from what is there now.

A file of the same size and time of change is taken for the same, as git does; any other is read, and has changed if
its digest differs.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from time import time_ns

from claimgraph.errors import SourceError
from claimgraph.output import replace_file

_FRESH = 2_000_000_000  # nanoseconds in which a file can change and keep its time of change


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """How a file was when it was read.

    Args:
        size: in bytes.
        modified: when, in nanoseconds; 0 if so shortly before it was read that it may have changed since.
        digest: SHA-256 of its bytes.
        claims: that it makes.
    """

    size: int
    modified: int
    digest: str
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a store was made from: digests of the ontology's folder and the questions, and a stamp for each file."""

    ontology: str
    questions: str
    entities: dict[str, Stamp]
    articles: dict[str, Stamp]

    @property
    def claims(self) -> int:
        """How many claims the articles make."""
        return sum(stamp.claims for stamp in self.articles.values())

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read what `write` wrote."""
        parts = json.loads(path.read_text(encoding="utf-8"))
        for kind in ("entities", "articles"):
            parts[kind] = {name: Stamp(**stamp) for name, stamp in parts[kind].items()}
        return cls(**parts)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        text = json.dumps(asdict(self), separators=(",", ":"))
        replace_file(path, lambda out: out.write(text.encode("utf-8")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The names of the files that came, changed and went."""

    added: list[str]
    replaced: list[str]
    withdrawn: list[str]

    @classmethod
    def between(cls, before: dict[str, Stamp], after: dict[str, Stamp]) -> "Difference":
        return cls(
            added=sorted(after.keys() - before.keys()),
            replaced=sorted(name for name in after.keys() & before.keys() if after[name].digest != before[name].digest),
            withdrawn=sorted(before.keys() - after.keys()),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced or self.withdrawn)


def stamps(files: Iterable[Path], known: dict[str, Stamp]) -> dict[str, Stamp]:
    """Return a stamp for each file, the known one where the file's size and time of change are those of the stamp."""
    stamps = {}
    for path in files:
        before = known.get(path.name)
        try:
            status = path.stat()
            if before is not None and (before.size, before.modified) == (status.st_size, status.st_mtime_ns):
                stamps[path.name] = before
                continue
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise SourceError(path, None, f"cannot be read ({error.strerror})") from error
        modified = 0 if time_ns() - status.st_mtime_ns < _FRESH else status.st_mtime_ns
        claims = before.claims if before is not None and before.digest == digest else 0
        stamps[path.name] = Stamp(size=status.st_size, modified=modified, digest=digest, claims=claims)
    return stamps


def digest_of(files: Iterable[Path], *words: str) -> str:
    """Return a digest of names and bytes of files, and of words."""
    digest = sha256("\0".join(words).encode())
    for path in files:
        if path.is_file():
            digest.update(f"\0{path.name}\0{sha256(path.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()
