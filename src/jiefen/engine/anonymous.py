"""Somebody's words without whom they speak of: what a model may learn from, and no more.

Digits all become 0 (telephones, rooms, cards, amounts; the model reads them so anyway), names that are known become 某人,
and so do a surname with a title and old or little so-and-so. A name of a person nobody has on file, without a title, is
not recognised: the file stays with the company that allowed it, and somebody reads it before it is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SOMEBODY: Final = "某人"
SOMEWHERE: Final = "某处"
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
)
_TITLES: Final = "先生|女士|小姐|太太|师傅|老师|医生|大夫|律师|经理|主任|书记|队长|班长|工程师|阿姨|大爷|大妈|大叔|大姐|大哥|叔叔|婶子|奶奶|爷爷|总|姐|哥|叔|姨|婶"
_COMPOUND: Final = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容"
_TITLED: Final = re.compile(rf"(?:{_COMPOUND}|[{_SURNAMES}])[\u4e00-\u9fff]{{0,2}}?({_TITLES})")
_OLD_OR_LITTLE: Final = re.compile(rf"([老小])[{_SURNAMES}]")
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9·]{4,7}", re.ASCII
)
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|(?:https?://|www\.)\S+")
_ACCOUNT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{4,}")
_ROOM: Final = re.compile(r"0+\s*[-—－]\s*0+(?:\s*[-—－]\s*0+)?")
_CHINESE_NUMBER: Final = re.compile(r"[〇零一二三四五六七八九幺两]{5,}")


def without_persons(words: str, *, names: Iterable[str] = (), places: Iterable[str] = ()) -> str:
    """``words`` on one line, with every digit 0 and known ``names``, ``places``, titles and accounts replaced."""
    text = unicodedata.normalize("NFKC", words)
    text = " ".join(text.split())
    text = _ADDRESS.sub(SOMEWHERE, text)
    text = _PLATE.sub(SOMEBODY, text)
    for known, instead in ((names, SOMEBODY), (places, SOMEWHERE)):
        for each in sorted({one.strip() for one in known if len(one.strip()) > 1}, key=len, reverse=True):
            text = text.replace(each, instead)
    text = _TITLED.sub(rf"{SOMEBODY[0]}\1", text)
    text = _OLD_OR_LITTLE.sub(rf"\1{SOMEBODY[0]}", text)
    text = _ACCOUNT.sub(SOMEWHERE, text)
    text = re.sub(r"\d", "0", text)
    text = _CHINESE_NUMBER.sub("0", text)
    return _ROOM.sub("0", text)
