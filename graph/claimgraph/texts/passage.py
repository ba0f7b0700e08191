"""Passages: where words stand in an article's text, by character offsets, and how a person finds them.

https://www.w3.org/TR/annotation-model/#text-position-selector

Offsets count Unicode code points of the text as stored, end exclusive. Nothing is normalised: no newline
translation, no Unicode normalisation, no stripping, because each of them moves every offset behind it.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import TextError

# Blank lines part paragraphs; lines that hold only spaces count as blank.
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BRACKETS = {"「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "“": "”"}
_STOPS = "。！？!?."
_MARKS = re.compile(r"[「」『』（）()【】“”]|[。！？!?]+|[.](?=[\"”']?\s+[^\sa-z])[\"”']?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a person finds a passage: the paragraph (1 is the title) and the sentence in it, from 1."""

    paragraph: int
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of characters of an article: ``text[start:end]``.

    Raises:
        TextError: if the run is empty, or begins before the text does.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise TextError(f"a passage runs from {self.start} to {self.end}; wanted 0 <= start < end")

    @property
    def name(self) -> str:
        """The last part of the passage's IRI.

        >>> Passage(start=210, end=244).name
        '210-244'
        """
        return f"{self.start}-{self.end}"


def read_text(path: Path) -> str:
    """Return an article's text byte for byte: no newline is translated and no byte-order mark dropped.

    Raises:
        TextError: if the file cannot be read or is not UTF-8; names the file and the byte.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(f"{path}: byte {error.start} is not UTF-8; save the article's text as UTF-8") from error
    except OSError as error:
        raise TextError(f"{path}: cannot be read ({error.strerror}); wanted an article's text") from error


def digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal.

    >>> digest("abc")  # the test vector of FIPS 180-4
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def find_passages(text: str, words: str) -> list[Passage]:
    """Return every place where the words stand in the text, overlapping ones too, in order.

    >>> [passage.name for passage in find_passages("いろいろ", "いろ")]
    ['0-2', '2-4']
    """
    if words == "":
        raise TextError("no words to look for; wanted a quotation of at least one character")
    found = []
    start = text.find(words)
    while start >= 0:
        found.append(Passage(start=start, end=start + len(words)))
        start = text.find(words, start + 1)
    return found


def split_sentences(text: str) -> Iterator[Passage]:
    """Yield the sentences of a text, white space around them left out; a line's end always ends one.

    A stop inside brackets does not end a sentence that goes on behind them. A point ends one only before
    white space and something that can begin a sentence.

    >>> text = "彼は「はい。」と言った。終わり"
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['彼は「はい。」と言った。', '終わり']
    >>> text = "It grew by 1.5 points. Then it fell."
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['It grew by 1.5 points.', 'Then it fell.']
    """
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for end in [*_sentence_ends(line.group(), line.start()), line.end()]:
            words = text[begin:end]
            if words.strip():
                yield Passage(start=begin + len(words) - len(words.lstrip()), end=begin + len(words.rstrip()))
            begin = end


def _sentence_ends(line: str, offset: int) -> Iterator[int]:
    closing: list[str] = []
    for match in _MARKS.finditer(line):
        mark = match.group()
        if mark in _BRACKETS:
            closing.append(_BRACKETS[mark])
        elif closing and mark == closing[-1]:
            closing.pop()
        elif mark[0] in _STOPS and not closing:
            yield offset + match.end()


class Text:
    """An article's text with its paragraphs and sentences, for locating many passages."""

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = [0, *(match.end() for match in _PARAGRAPH_BREAK.finditer(text))]
        self._paragraph_starts = breaks
        self.sentences = list(split_sentences(text))
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def locate(self, passage: Passage) -> Locator:
        """Return the paragraph and sentence in which a passage begins.

        Raises:
            TextError: if the passage does not lie in the text.
        """
        if passage.end > len(self.text):
            raise TextError(f"passage {passage.name} ends behind the text, which has {len(self.text)} characters")
        paragraph = bisect_right(self._paragraph_starts, passage.start)
        first = bisect_right(self._sentence_starts, self._paragraph_starts[paragraph - 1] - 1)
        return Locator(
            paragraph=paragraph,
            sentence=max(1, bisect_right(self._sentence_starts, passage.start) - first),
        )

    def words(self, passage: Passage) -> str:
        """Return the passage's characters."""
        return self.text[passage.start : passage.end]

    def gaps(self, covered: Iterable[Passage]) -> list[Passage]:
        """Return, sentence by sentence, the runs with a letter or digit that no passage covers.

        White space and punctuation need no cover. A gap never runs over the end of a sentence.
        """
        marks = bytearray(len(self.text))
        for passage in covered:
            marks[passage.start : passage.end] = b"\x01" * (passage.end - passage.start)
        found = []
        for sentence in self.sentences:
            bare = [
                position
                for position in range(sentence.start, sentence.end)
                if not marks[position] and self.text[position].isalnum()
            ]
            if bare:
                found.append(Passage(start=bare[0], end=bare[-1] + 1))
        return found
