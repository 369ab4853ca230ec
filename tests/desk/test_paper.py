"""That no PDF can be made here is a warning at the line that asks for one."""

from pathlib import Path

import pytest

from publisher.config.config import load_config
from publisher.desk import paper
from publisher.desk.paper import find_paper_problems
from tests.folders import CONFIG


def test_it_is_said_at_its_line_also_once_the_file_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon keeps the configuration that it read last, and has to come to the end of its pass."""
    monkeypatch.setattr(paper, "find_missing", lambda: "no PDF can be made")
    path = tmp_path / "config.toml"
    path.write_text(f'{CONFIG}\n[issue]\nclose = "18:30"\npdf = true\n', encoding="utf-8")
    config = load_config(path)
    path.unlink()
    (problem,) = find_paper_problems(config)
    lines = CONFIG.count("\n") + 4
    assert (problem.path, problem.line, problem.warning) == ("config.toml", lines, True)
