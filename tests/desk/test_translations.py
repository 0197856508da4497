"""Every word of the interface has its Russian: nothing missing, fuzzy, left over, or with other placeholders."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "otklik"
CATALOGUE = SOURCE / "desk" / "locale" / "ru" / "LC_MESSAGES"
_PLACES = re.compile(r"%\((\w+)\)[sd]")
_CALLS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}


def asked() -> set[str]:
    """The msgids of all templates and modules."""
    found = set()
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text()
        found.update(match[2] for match in re.finditer(r"{%\s*trans(?:late)?\s+(['\"])(.*?)\1", text))
        for match in re.finditer(r"{%\s*blocktrans(?:late)?[^%]*%}(.*?){%\s*endblocktrans", text, re.S):
            found.add(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", re.split(r"{%\s*plural", match[1])[0]))
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
                place = _CALLS[node.func.id]
                if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found.add(node.args[place].value)
    return found


def entries() -> list[tuple[str, list[str]]]:
    """(msgid, its translations) of the catalogue, the header left out."""
    text = (CATALOGUE / "django.po").read_text()
    assert "fuzzy" not in text
    string = r'((?:\s*"(?:[^"\\]|\\.)*")+)'
    found = []
    for block in re.split(r"\n\s*\n", text):
        words = re.search(r"^msgid" + string, block, re.M)
        if words and ast.literal_eval(f"({words[1].strip()})"):
            said = [
                ast.literal_eval(f"({each.strip()})")
                for each in re.findall(r"^msgstr(?:\[\d\])?" + string, block, re.M)
            ]
            found.append((ast.literal_eval(f"({words[1].strip()})"), said))
    return found


def test_every_word_is_translated_and_none_is_left_over():
    known = {words for words, said in entries() if said and all(said)}
    assert (sorted(asked() - known), sorted(known - asked())) == ([], [])


def test_placeholders_survive_the_translation():
    wrong = [
        words
        for words, said in entries()
        for each in said
        if set(_PLACES.findall(each)) - set(_PLACES.findall(words))
    ]
    assert wrong == []


@pytest.mark.peers
def test_the_compiled_catalogue_is_the_written_one(tmp_path):
    subprocess.run(
        ["msgfmt", "-o", str(tmp_path / "django.mo"), str(CATALOGUE / "django.po")], check=True, capture_output=True
    )
    assert (tmp_path / "django.mo").read_bytes() == (CATALOGUE / "django.mo").read_bytes()
