"""What the documents say is there: commands, files, links, settings."""

import re
from pathlib import Path

import pytest

from otklik.project import cli, config

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path for path in ROOT.rglob("*.md") if not {".venv", "node_modules", ".git"} & set(path.parts))
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_commands_in_the_readme_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`?\botklik ([a-z]+)\b", text)) - {"git"}
    assert (named - set(cli.COMMANDS), len(named) > 5) == (set(), True)
    assert [path for path in re.findall(r"\bbin/[a-z]+", text) if not (ROOT / path).is_file()] == []


def test_settings_in_the_documents_exist():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS if "research" not in path.parts)
    named = set(re.findall(r"\bOTKLIK_[A-Z_]+\b", texts)) - {"OTKLIK_TEST_DATABASE", "OTKLIK_TEST_DATABASE_URL"}
    assert named - config.VARIABLES == set()


def test_every_setting_that_is_read_is_known():
    source = (ROOT / "src" / "otklik" / "project" / "config.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(OTKLIK_[A-Z_]+)"', source)) - {"OTKLIK_"} == config.VARIABLES - set()


def test_files_named_in_the_architecture_exist():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", text)
    assert [path for path in named if not (ROOT / "src" / "otklik" / path).is_file()] == []
    assert len(named) >= 3
