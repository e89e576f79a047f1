"""How complaints and the public history are spoken of."""

from __future__ import annotations

from typing import Final

KINDS: Final = {
    "mistake": "内容有错", "outdated": "法条已过时", "promotion": "像广告", "rights": "侵犯我的权利", "other": "其他",
}  # fmt: skip
SIDES: Final = {"complainant": "投诉人", "author": "作者", "operator": "平台"}
STEPS: Final = {
    "filed": "提出投诉", "acknowledged": "确认收到", "answered": "作者说明", "decided": "处理结果", "appealed": "申诉",
    "withdrawn": "撤回投诉",
}  # fmt: skip
HISTORY_NAMES: Final = {
    "published": "发布", "revised": "修订", "corrected": "更正", "taken_down": "下架", "restored": "恢复", "withdrawn": "作者撤回",
}  # fmt: skip
