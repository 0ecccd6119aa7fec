"""Every variable that the program reads from its environment is in docs/settings.md, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""\benv\.\w+\(\s*"([A-Z_]+)"|\benviron\.get\("([A-Z_]+)"\)""")
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def variables_read() -> set[str]:
    code = "\n".join(path.read_text() for path in [*ROOT.glob("config/**/*.py"), ROOT / "manage.py"])
    return {first or second for first, second in READ.findall(code)}


def test_each_variable_is_described_once():
    described = ROW.findall((ROOT / "docs" / "settings.md").read_text())
    assert len(described) == len(set(described))
    assert set(described) == variables_read()
