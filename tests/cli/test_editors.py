"""What docs/editors.md and the hooks promise, tried on what the program really writes."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import click
import yaml

from publisher.announcements.house import HOUSE
from publisher.cli.main import publisher
from publisher.cli.problem_formats import describe_problem
from publisher.problem import Problem

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found[1]


def test_the_task_of_vs_code_reads_every_problem() -> None:
    pattern = json.loads(block("json"))["tasks"][0]["problemMatcher"]["pattern"]
    for warning in (True, False):
        line = describe_problem(Problem("announcements/x.md", 12, "a: b; c", "d", warning, "room"))
        found = re.match(pattern["regexp"], line)
        assert found
        parts = {name: found[pattern[name]] for name in ("file", "line", "severity", "message")}
        assert parts == {
            "file": "announcements/x.md",
            "line": "12",
            "severity": "warning" if warning else None,
            "message": "a: b; c; d [room]",
        }


def test_the_schema_line_is_a_comment_that_leads_to_a_schema() -> None:
    line = block("toml")
    assert tomllib.loads(line) == {}
    assert Path(line.split()[1]).name in {path.name for path in (ROOT / "docs" / "schema").iterdir()}


def test_remark_is_given_schemas_that_are_there_and_globs_that_part_the_files() -> None:
    named = re.findall(r"'\./schema/([\w-]+\.json)': \['\./announcements/(.*?)'\]", block("js"))
    assert named == [("front-matter.json", "!(*.*).md"), ("translation.json", "*.*.md")]
    assert all((ROOT / "docs" / "schema" / name).exists() for name, _ in named)


def test_a_hook_calls_a_command_that_there_is() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["publisher-check", "publisher-fix"]
    for hook in hooks:
        program, name, *options = shlex.split(hook["entry"])
        command = publisher.get_command(click.Context(publisher), name)
        assert command is not None
        known = {option for one in command.params for option in one.opts}
        assert (program, set(options) <= known, hook["language"]) == ("publisher", True, "python")
        assert hook["pass_filenames"] is False
        for path in ("announcements/first-reading.md", "config.toml", "roadmaps/modalities.toml"):
            assert re.search(hook["files"], path)
        assert not re.search(hook["files"], "docs/picture.png")


def test_the_guide_names_a_hook_that_there_is() -> None:
    [repository] = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0])["repos"]
    assert repository["hooks"] == [{"id": "publisher-check"}]


def test_the_table_of_rules_is_the_house_s() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (error or warning|error|warning) \| (.*) \| (yes)? ?\|$", REFERENCE, re.M
    )
    house = [
        (
            name,
            "error or warning" if rule.weight == "either" else rule.weight,
            rule.reason,
            "yes" * rule.mended,
        )
        for name, rule in HOUSE.items()
    ]
    assert rows == house
