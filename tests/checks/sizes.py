"""The size bands of docs/architecture.md: hard stops for every file, p95 and median for the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

# The aim for the median module is 80; a little more is left for rules and engine cores, which are hard to cut finer.
MODULE_STOP, MODULE_P95, MODULE_MEDIAN = 500, 350, 90
FUNCTION_STOP, FUNCTION_P95, FUNCTION_MEDIAN = 60, 35, 8
TEMPLATE_STOP = 220


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines of code without the docstring) of every function in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            doc = (first.end_lineno or 0) - first.lineno + 1 if is_doc else 0
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - doc


def size_problems(root: Path) -> list[str]:
    """Sentences about what is too large; empty when all is well."""
    problems, modules, functions = [], [], []
    for path in sorted((root / "src").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        modules.append(lines)
        if lines > MODULE_STOP:
            problems.append(f"{path.relative_to(root)}: {lines} lines > {MODULE_STOP}")
        for name, length in _functions(path):
            functions.append(length)
            if length > FUNCTION_STOP:
                problems.append(f"{path.relative_to(root)}: {name}() {length} lines > {FUNCTION_STOP}")
    for path in sorted((root / "tests").rglob("*.py")):
        long_tests = [(n, length) for n, length in _functions(path) if length > FUNCTION_STOP]
        problems += [f"{path.relative_to(root)}: {n}() {length} lines > {FUNCTION_STOP}" for n, length in long_tests]
    for path in sorted((root / "src").rglob("*.html")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > TEMPLATE_STOP:
            problems.append(f"{path.relative_to(root)}: {lines} lines > {TEMPLATE_STOP}")
    return problems + _band_problems(modules, functions)


def _band_problems(modules: list[int], functions: list[int]) -> list[str]:
    bands = (
        ("median module", median(modules), MODULE_MEDIAN),
        ("p95 module", quantiles(modules, n=20)[-1], MODULE_P95),
        ("median function", median(functions), FUNCTION_MEDIAN),
        ("p95 function", quantiles(functions, n=20)[-1], FUNCTION_P95),
    )
    return [f"{name}: {value:.0f} lines > {limit}" for name, value, limit in bands if value > limit]
