"""Invented people: names drawn from common surnames and given names, phones nobody has."""

from __future__ import annotations

import random
from typing import Final

from jiefen.demo.book import Person

_COMMON: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_RARER: Final = (
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
    "龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳"
    "邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁"
    "隋甘景单包柏宁柯阮桂闵解柴车房边"
)
_FIRST: Final = "文志建国明晓海春秋家子雨思雪婉佳静丽秀桂玉凤金振永宏立德兴俊浩宇梓欣怡诗语若书清云泽景安嘉亦一乐心可"
_SECOND: Final = (
    "华强军平芳英兰萍燕红霞梅琴玲娟敏慧琳洁颖婷宁然涵轩辰阳洋涛波鹏飞龙斌伟刚勇峰磊杰超亮明辉"
    "林森川岩松柏竹菊荷莲雯晴岚妍彤"
)
_ALONE: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛超明霞平刚英华鹏飞燕玲斌宇浩凯琳雪倩蕾莉"
_SHOP_WORDS: Final = (
    "云溪", "青禾", "小满", "半亩", "知味", "有间", "四方", "百顺",
    "东篱", "白鹭", "春山", "拾光", "邻里", "晨光", "麦浪", "橘子",
    "木棉", "石榴", "望江", "南枝",
)  # fmt: skip
_TRADES: Final = (
    "便利店", "面馆", "水果店", "理发店", "药店", "文具店", "茶社", "洗衣店",
    "早点铺", "五金店", "花店", "裁缝铺", "宠物店", "奶茶店", "卤味店",
)  # fmt: skip


class Registry:
    """Makes people one after another; the numbering of phones never repeats."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._phones = 0
        self.people: list[Person] = []

    def person(self, name: str = "", *, has_phone: bool = True) -> Person:
        """A person with this name, or an invented one."""
        return self._add(Person(name or self._name(), self._phone() if has_phone else ""))

    def relative(self, of: Person) -> Person:
        """Somebody with the same surname, as families have it."""
        return self._add(Person(of.name[0] + self._given(), self._phone()))

    def company(self, name: str) -> Person:
        """A company with this name."""
        return self._add(Person(name, self._phone(), is_company=True))

    def shopkeeper(self) -> Person:
        """A small business: mostly a person, sometimes a firm."""
        if self._rng.random() < 0.6:
            return self.person()
        return self.company(self._rng.choice(_SHOP_WORDS) + self._rng.choice(_TRADES))

    def _add(self, person: Person) -> Person:
        self.people.append(person)
        return person

    def _phone(self) -> str:
        """199 0000 followed by a running number: valid in form, obviously nobody's."""
        self._phones += 1
        return f"1990000{self._phones:04d}"

    def _name(self) -> str:
        surnames = _COMMON if self._rng.random() < 0.72 else _RARER
        return self._rng.choice(surnames) + self._given()

    def _given(self) -> str:
        if self._rng.random() < 0.14:
            return self._rng.choice(_ALONE)
        return self._rng.choice(_FIRST) + self._rng.choice(_SECOND)
