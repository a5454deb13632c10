"""PO files, as gettext and the tools of translators know them: msgctxt is the path of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.exchange.entry import Entry, of_another_language, readable
from app.domain.language import known
from app.domain.sentence import N_, Problem

_ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "t": "\t", "r": "\n"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_WORD = re.compile(r"(msgctxt|msgid|msgstr(?:\[\d+\])?|msgid_plural)\s+")


def written(slug: str, language: str, entries: Sequence[Entry]) -> bytes:
    head = f"Project-Id-Version: {slug}\nLanguage: {language}\nMIME-Version: 1.0\n"
    head += "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
    parts = [f'msgid ""\nmsgstr {_quoted(head)}\n', *(_entry(each) for each in entries)]
    return "\n".join(parts).encode()


def _entry(entry: Entry) -> str:
    notes = [f"#. {line}\n" for line in (*entry.where.split("\n"), *entry.plain.split("\n")) if line]
    fuzzy = "#, fuzzy\n" if entry.state == "outdated" else ""
    path, original, words = (_quoted(each) for each in (entry.path, entry.original, entry.words))
    return f"{''.join(notes)}{fuzzy}msgctxt {path}\nmsgid {original}\nmsgstr {words}\n"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.split("\n")
    if len(lines) == 1:
        return f'"{escaped}"'
    return '""\n' + "\n".join(f'"{line}\\n"' for line in lines[:-1]) + (f'\n"{lines[-1]}"' if lines[-1] else "")


def read(file: str, language: str) -> list[Entry]:
    found = []
    for row, parts in _blocks(file):
        if "msgctxt" in parts:
            original, words = (readable(parts.get(name, "")) for name in ("msgid", "msgstr"))
            found.append(Entry(parts["msgctxt"], original, words, row))
        elif not parts.get("msgid"):
            _same_language(parts.get("msgstr", ""), language)
    return found


def _same_language(head: str, language: str) -> None:
    said = re.search(r"^Language:[ \t]*(\S+)", head, re.MULTILINE)
    if said and known(said[1]) != language:
        raise of_another_language(said[1])


def _blocks(file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The messages of a file by the line each begins in."""
    parts: dict[str, str] = {}
    row, last = 1, ""
    # Only these end a line here: words may hold other characters that Python would split at.
    for number, line in enumerate(re.split(r"\r\n|\r|\n", file), 1):
        line = line.strip(" \t")
        if not line or line.startswith("#"):
            continue
        if word := _WORD.match(line):
            if word[1] == "msgctxt" or (word[1] == "msgid" and "msgid" in parts):
                if parts:
                    yield row, parts
                parts, row = {}, number
            last, line = word[1], line[word.end() :]
            parts[last] = ""
        string = _STRING.fullmatch(line)
        if not string or not last:
            raise Problem(N_("Line {line} of the file cannot be read."), line=number)
        parts[last] += _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), string[1])
    if parts:
        yield row, parts
