"""A text as the models see it: simplified, one form of every character, one sign for all punctuation.

Apart from ``text_features``, so that who only compares words (the tables of practice areas) needs no numpy.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

BOUNDARY: Final = "·"
"""Stands for any run of spaces and punctuation; the text begins and ends with one."""

# Common traditional characters and their simplified forms, position by position. Frequent ones only: a character
# that is missing here costs a little accuracy, nothing else.
_TRADITIONAL: Final = (
    "業費們這個說沒還錢時間樓電話門開關鄰區價貴壞漏掃衛潔綠環車庫場員態讓認識誰請問題對錯應該給補貼"
    "壓緊經濟難無過後來賬單據發票轉賣買產權證約簽訂違規條約訴訟庫院師調紅線網絡機號聯繫絡收頭體養醫療藥"
    "歲為從當總會議員選舉東廣場漲標準務實際處理報維護質量級別與嗎麼樣幾萬億億點現覺聽見學習進運動農歷"
    "節慶長輩媽爺親離婚遺繼承戶遷漢國圖書館設備鐵鎖燈滅壘圾蟲鼠樹葉園藝溝聲噪鬧靜熱氣溫濕乾淨臺灣頂層"
)
_SIMPLIFIED: Final = (
    "业费们这个说没还钱时间楼电话门开关邻区价贵坏漏扫卫洁绿环车库场员态让认识谁请问题对错应该给补贴"
    "压紧经济难无过后来账单据发票转卖买产权证约签订违规条约诉讼库院师调红线网络机号联系络收头体养医疗药"
    "岁为从当总会议员选举东广场涨标准务实际处理报维护质量级别与吗么样几万亿亿点现觉听见学习进运动农历"
    "节庆长辈妈爷亲离婚遗继承户迁汉国图书馆设备铁锁灯灭垒圾虫鼠树叶园艺沟声噪闹静热气温湿干净台湾顶层"
)
_SIMPLER: Final = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))


@dataclass(frozen=True)
class Normalised:
    """``text`` as the model sees it; ``origin[i]`` is the place in the original that character i came from."""

    text: str
    origin: tuple[int, ...]


def normalise(original: str) -> Normalised:
    """NFKC, simplified, lower case; digits one 0, punctuation and spaces one boundary, at most two alike in a row."""
    kept: list[str] = [BOUNDARY]
    origin: list[int] = [0]
    for place, character in enumerate(original):
        for folded in _fold(character):
            if not _adds_nothing(folded, kept):
                kept.append(folded)
                origin.append(place)
    if kept[-1] != BOUNDARY:
        kept.append(BOUNDARY)
        origin.append(max(len(original) - 1, 0))
    return Normalised("".join(kept), tuple(origin))


def _adds_nothing(folded: str, kept: list[str]) -> bool:
    if folded == BOUNDARY or folded == "0":
        return kept[-1] == folded
    return len(kept) > 1 and kept[-1] == folded == kept[-2]


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return "".join(_fold_one(part) for part in folded)


def _fold_one(character: str) -> str:
    if character.isdigit():
        return "0"
    if character.isalpha():
        return _SIMPLER.get(character, character)
    return BOUNDARY
