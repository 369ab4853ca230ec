"""`[alarms]`: whom it may name, and where the list of problems may lie."""

from pathlib import Path

import pytest

from publisher.config.config import load_config
from publisher.errors import ConfigError
from tests.folders import CONFIG

MAIL = '[alarms.email]\nhost = "mail.example.org"\nsender = "journal@example.org"\nto = ["ops@example.org"]\n'


def write(folder: Path, alarms: str) -> Path:
    path = folder / "config.toml"
    path.write_text(f"{CONFIG}\n[alarms]\n{alarms}\n", encoding="utf-8")
    return path


def test_authors_are_named_beside_the_mail_server_and_the_list_relative_to_the_file(tmp_path: Path) -> None:
    config = load_config(
        write(tmp_path, f'authors = ["desk@example.org"]\nproblems = "announcements/PROBLEMS.txt"\n{MAIL}')
    )
    assert config.alarms.authors == ("desk@example.org",)
    assert config.problem_file == tmp_path / "announcements" / "PROBLEMS.txt"


def test_without_a_word_there_is_no_list_and_nobody_is_told(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, ""))
    assert (config.problem_file, config.alarms.tells, config.alarms.authors) == (None, False, ())


@pytest.mark.parametrize(
    ("alarms", "said"),
    [
        ('authors = ["desk@example.org"]', "`authors` takes [alarms.email]"),
        (f'authors = ["the desk"]\n{MAIL}', "`authors` has to list addresses"),
        ('problems = "announcements/problems.md"', "`problems` has to be a file that ends with .txt"),
        ('problems = "config.toml"', "`problems` has to be a file that ends with .txt"),
        ('problems = "public/problems.txt"', "lies in what readers see (outlet `site`); put it where only"),
        ('problems = "x/../public/a/problems.txt"', "lies in what readers see (outlet `site`)"),
    ],
)
def test_what_would_reach_nobody_or_the_wrong_people_is_refused_with_its_line(
    tmp_path: Path, alarms: str, said: str
) -> None:
    path = write(tmp_path, alarms)
    with pytest.raises(ConfigError) as refused:
        load_config(path)
    message = str(refused.value)
    assert said in message
    line = int(message.removeprefix(f"{path}:").partition(":")[0])
    assert (
        path.read_text(encoding="utf-8").splitlines()[line - 1].startswith(("[alarms", "authors", "problems"))
    )
