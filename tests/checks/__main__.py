"""Run every check, show all failures, exit 1 if any failed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.checks.brackets import bracket_problems
from tests.checks.sizes import size_problems

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "ruff (lint)": [str(BIN / "ruff"), "check", "src", "tests", "bench"],
    "ruff (format)": [str(BIN / "ruff"), "format", "--check", "src", "tests", "bench"],
    "mypy": [str(BIN / "mypy")],
    "import-linter": [str(BIN / "lint-imports"), "--no-cache"],
    "django": [sys.executable, "-m", "django", "check", "--fail-level", "WARNING"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "templates": [str(BIN / "djlint"), "src/jiefen", "--lint", "--quiet"],
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jiefen-check-") as folder:
        return _run({**os.environ, "JIEFEN_DATA": folder})


def _run(environment: dict[str, str]) -> int:
    """All of them, whatever fails before; 0 when none does."""
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    own = {"sizes": size_problems(ROOT), "brackets": bracket_problems(ROOT)}
    for name, problems in own.items():
        print(f"{'FAIL' if problems else 'ok  '} {name}", *problems, sep="\n     ", flush=True)
        failed += [name] * bool(problems)
    print(f"{len(CHECKS) + len(own) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
