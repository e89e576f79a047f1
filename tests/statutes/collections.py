"""Small collections of invented laws."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

ROWS: list[dict[str, Any]] = [
    {
        "id": 1, "law": "民法典", "article": "第九百四十四条", "category": "民法典/合同编", "version": "",
        "heading": "物业服务合同", "text": "业主按照约定向物业服务人支付物业费。",
    },
    {
        "id": 2, "law": "民法典", "article": "第一千二百四十五条", "category": "民法典/侵权责任编", "version": "",
        "heading": "饲养动物损害责任", "text": "饲养的动物造成他人损害的，由饲养人或者管理人承担侵权责任。",
    },
    {
        "id": 3, "law": "渔船条例", "article": "第三条", "category": "行政法规", "version": "2019-03-02",
        "heading": "总则", "text": "渔船出海作业应当登记，登记的内容由渔业部门规定。",
    },
    {
        "id": 4, "law": "渔船条例", "article": "第三条之一", "category": "行政法规", "version": "2019-03-02",
        "heading": "总则", "text": "渔船停靠港口应当支付停泊费。",
    },
]  # fmt: skip


def jsonl(path: Path, rows: list[dict[str, Any]], *, packed: bool = False) -> Path:
    """Write ``rows`` one a line."""
    raw = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path.write_bytes(gzip.compress(raw) if packed else raw)
    return path


MARKDOWN = """# 中华人民共和国渔船条例

（2018年1月1日通过　2019年3月2日修订）

## 第一章　总则

第一条　为了管理渔船，制定本条例。

**第二条** 渔船分为两类：
（一）近海渔船；
（二）远洋渔船。

## 第二章　停泊

第三条之一　渔船停靠港口应当支付停泊费。
"""
