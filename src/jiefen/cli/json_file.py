"""One JSON document from a file or standard input; whatever is wrong with it becomes a sentence, never a traceback."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jiefen.rules.errors import RuleError


def read_json(path: Path, *, area: str) -> Any:
    """The document in ``path`` (``-``: standard input), UTF-8 with or without a mark. ``area`` begins the codes of
    refusals: ``area.no_file``, ``area.not_json``.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return json.loads(raw.decode("utf-8-sig"))
    except OSError:
        raise RuleError(f"没有找到文件 {path}，或读不了它。请检查路径。", code=f"{area}.no_file") from None
    except RecursionError:
        raise RuleError("文件里的括号套得太深，读不了。", code=f"{area}.not_json") from None
    except ValueError as error:  # not JSON, not UTF-8, or a number of thousands of digits
        raise RuleError(f"文件不是 UTF-8 的 JSON：{error}", code=f"{area}.not_json") from None
