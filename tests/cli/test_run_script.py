"""./run prepares its environment once, again when the lock changed, and again when somebody interrupted it.

The Python it finds is a stand-in that makes an environment of stand-ins and writes down what it was asked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.migrated import ROOT

PYTHON = """#!/bin/sh
[ "$1" != -c ] || exit 0
echo "python $*" >>"$ASKED"
for folder; do :; done
mkdir -p "$folder/bin"
: >"$folder/pyvenv.cfg"
for name in python pip uv; do
    printf '#!/bin/sh\\necho "%s $*" >>"$ASKED"\\n' $name >"$folder/bin/$name"
    chmod +x "$folder/bin/$name"
done
"""


@dataclass
class Checkout:
    """A checkout with nothing in it but the script and its locks."""

    folder: Path

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    def run(self, *words: str) -> list[str]:
        """What was asked of Python and what it installed with, in order; pip's settings left out."""
        asked = self.folder / "asked"
        asked.write_text("")
        environment = {"PATH": os.environ["PATH"], "ASKED": str(asked), "PYTHON": str(self.folder / "python3")}
        subprocess.run(["./run", *words], cwd=self.folder, env=environment, check=True, capture_output=True)
        return [line for line in asked.read_text().splitlines() if line != "python -m pip config list"]


@pytest.fixture
def checkout(tmp_path) -> Checkout:
    shutil.copy(ROOT / "run", tmp_path)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / lock).write_text(f"# {lock}\n")
    stand_in = tmp_path / "python3"
    stand_in.write_text(PYTHON)
    stand_in.chmod(0o755)
    return Checkout(tmp_path)


def installs(asked: list[str], lock: str = "requirements.lock") -> bool:
    return any(line.startswith("uv pip install") and line.endswith(f"--require-hashes -r {lock}") for line in asked)


def test_the_first_start_makes_an_environment_and_the_second_only_starts(checkout):
    first = checkout.run()
    assert first[0] == f"python -m venv {checkout.venv}"
    assert installs(first)
    assert first[-1] == "python -m jiefen.cli serve"
    assert checkout.run("8080") == ["python -m jiefen.cli serve 8080"]
    assert checkout.run("serve", "8080") == ["python -m jiefen.cli serve 8080"]


def test_a_lock_that_changed_is_installed_into_the_environment_there_is(checkout):
    checkout.run()
    (checkout.folder / "requirements.lock").write_text("# another\n")
    asked = checkout.run()
    assert not any("-m venv" in line for line in asked)
    assert installs(asked)
    assert checkout.run() == ["python -m jiefen.cli serve"]


def test_a_checkout_that_was_moved_installs_where_it_is_now(checkout, tmp_path_factory):
    """The environment's own scripts carry the old folder in their first line; its Python does not."""
    checkout.run()
    pip = checkout.venv / "bin" / "pip"
    pip.write_text(f"#!{checkout.venv}/bin/python\n")
    moved = Checkout(checkout.folder.rename(tmp_path_factory.mktemp("elsewhere") / "jiefen"))
    (moved.folder / "requirements.lock").write_text("# another\n")
    asked = moved.run()
    assert any(line.startswith("python -m pip install") for line in asked)
    assert installs(asked)


def test_what_developers_need_holds_what_everybody_needs(checkout):
    assert installs(checkout.run("check"), "requirements-dev.lock")
    assert checkout.run() == ["python -m jiefen.cli serve"]


def test_an_environment_whose_making_was_interrupted_is_made_anew(checkout):
    (checkout.venv / "bin").mkdir(parents=True)
    (checkout.venv / "pyvenv.cfg").touch()
    (checkout.venv / "bin" / "python").symlink_to(checkout.folder / "python3")
    asked = checkout.run()
    assert asked[0] == f"python -m venv --clear {checkout.venv}"
    assert installs(asked)
    assert checkout.run() == ["python -m jiefen.cli serve"]


def test_a_folder_that_is_no_environment_is_not_cleared(checkout):
    checkout.venv.mkdir()
    (checkout.venv / "somebodys").touch()
    assert checkout.run()[0] == f"python -m venv {checkout.venv}"
    assert (checkout.venv / "somebodys").exists()
