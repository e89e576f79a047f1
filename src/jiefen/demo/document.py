"""docs/demo.md, written from the cast itself so that the two cannot drift apart."""

from __future__ import annotations

from typing import Final

from jiefen.accounts.demo_people import DEMO_PEOPLE
from jiefen.collection.models import Channel, Reached
from jiefen.demo.cast import CAST
from jiefen.demo.cast_talks import TALKS, Said
from jiefen.demo.places import CITY, DEVELOPER, ESTATES, EstatePlan
from jiefen.demo.staff import COMPANY
from jiefen.demo.story import Story

OBSTACLES: Final = {
    "distrust": "不信任",
    "no_perceived_service": "没享受到服务",
    "worse_than_peers": "服务不如同行",
    "no_urgency": "不着急",
    "hardship": "确有困难",
    "factual": "事实问题",
    "legal_objection": "法律异议",
    "unreachable": "联系不上",
}
HEAD: Final = """# 演示数据：谁是谁

这份文件由 `./run manage load_demo --describe` 写成，请不要手改；改故事请改 `src/jiefen/demo/cast_*.py`。

公司、小区、姓名、电话全是编的(电话都是 1990000 开头)。城市用了 {city}，因为空置减免按城市规定取数。
同一个 `today` 每次生成的账完全一样；故事里的日子都从 `today` 往回数，所以哪一年打开都对得上。

公司：{company}。开发商：{developer}。

## 登录

| 角色 | 姓名 | 手机号 | 密码 |
|---|---|---|---|
{people}

管家各管一片：{stewards}。

## 小区

| 小区 | 楼栋 | 住宅 | 商铺 | 车位 | 单价(元/m²·月) | 违约金(日) |
|---|---|---|---|---|---|---|
{estates}

36 个月的账：物业费按月，公摊水电费按季，代收生活垃圾处理费按半年，车位管理费按月；装修押金单独记。
约两成住户有欠费故事：今年停付、往年欠费、夹着一段没付、一次付清后又来；约三十户有钱在 180 天内过时效，另有几户已经过了。
本月和上月可以入账，再往前的月份都已关账。
最近七个月里和五百多户谈过：预演、业主的原话、障碍、约定、分期、异议、暂缓、减免、回访和一次如实登记的违规联系。
约定兑现没兑现，由同一本账算出；每一次联系都守着联系规则(那一次违规除外)。

## 角色

每一户一种情形。“看什么”写的是打开对应页面应当见到的内容；“谈过”是记在住户页上的沟通，日子从今天往回数(遇节假日往前挪)。
"""


def as_markdown() -> str:
    """The whole document."""
    head = HEAD.format(
        city=CITY, company=COMPANY, developer=DEVELOPER, people=_people(), stewards=_stewards(),
        estates="\n".join(_estate(plan) for plan in ESTATES),
    )  # fmt: skip
    return head + "".join(_story(story) for story in CAST)


def _people() -> str:
    return "\n".join(f"| {one.role_name} | {one.name} | {one.phone} | {one.password} |" for one in DEMO_PEOPLE)


def _stewards() -> str:
    names = [one.name for one in DEMO_PEOPLE if one.role == "steward"]
    first, second, third = (plan.name for plan in ESTATES)
    return f"{names[0]}管{first} 1–6 栋，{names[1]}管{second},{names[2]}管{third}和{first} 7–8 栋"


def _estate(plan: EstatePlan) -> str:
    flats = plan.buildings * plan.entrances * plan.floors * plan.flats
    price, rate = f"{plan.price_x10000 / 10000:.2f}", plan.late_rate or "没有约定"
    return f"| {plan.name} | {plan.buildings} | {flats} | {plan.shops} | {plan.parking} | {price} | {rate} |"


def _story(story: Story) -> str:
    words = f"\n- 业主的话：“{story.owner_words}”" if story.owner_words else ""
    shows = "\n".join(f"- {screen}:{what}" for screen, what in story.shows)
    owner = story.owner or DEVELOPER
    talked = "".join(f"- 谈过：{_said(one)}\n" for one in TALKS.get(story.code, ()))
    return (
        f"\n### {story.title} · {ESTATES[story.estate].name} {story.place} · {owner}(`{story.code}`)\n\n"
        f"{story.story}\n\n- 障碍：{OBSTACLES[story.obstacle]}{words}\n{shows}\n{talked}"
    )


def _said(one: Said) -> str:
    """When, how and with whom; the words; what was decided and what comes next."""
    who = "业主找来" if one.by_owner else Reached(one.reached).label
    parts = [f"{one.days_ago} 天前，{Channel(one.channel).label}，{who}"]
    parts += ["先预演过"] if one.rehearsed else []
    told = "，".join(parts)
    if one.words:
        told += f"：“{one.words}”"
    if one.choice:
        told += f"他的决定：“{one.choice}”。"
    if one.note:
        told += f"({one.note})"
    if one.breach:
        told += "(登记为违规：休息时间联系)"
    return told + (f"下一步：{one.next[1]}。" if one.next else "")
