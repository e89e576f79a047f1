"""A lawyer writes, the operator approves, a reader on a phone reads, likes and complains, the operator decides."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR, DemoPerson
from tests.journeys.conftest import DESK, PHONE, assert_accessible

TITLE = "电动车停在楼道里，谁来管"
BODY = (
    "楼道里停着三辆电动车，一根线从五楼垂下来。这件事关系到一栋楼的安全，先把责任分清。\n\n"
    "## 物业该做什么\n\n物业服务人对违反消防规定的行为，应当及时制止、向主管部门报告，并协助处理，"
    "这是《民法典》第九百四十二条写明的。\n\n"
    "## 邻居可以做什么\n\n拍照留下日期，先和车主好好说，再请物业处理；还不行，打 96119 反映火灾隐患。\n\n"
    "## 车主可以怎么办\n\n问问小区有没有集中充电的地方，没有的，可以请业委会一起向社区提出来，"
    "把需要的车位数和合适的位置写清楚，事情更容易办成。\n"
)


def enter(page: Page, person: DemoPerson, where: str) -> None:
    page.goto("/sign-in/")
    page.fill("input[name=phone]", person.phone)
    page.fill("input[name=password]", person.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"**/{where}/**")


def write(page: Page) -> None:
    """Write, look, be refused for a promise, put it right, hand in."""
    enter(page, DEMO_LAWYERS[0], "desk")
    page.goto("/desk/articles/")
    assert_accessible(page)
    page.get_by_role("button", name="写一篇").click()
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", BODY + "\n本所保证百分之百胜诉。\n")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("已保存"), timeout=15_000)
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#preview")).to_contain_text("可以这样写")
    assert_accessible(page)
    page.fill("[name=body]", BODY)
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url("**/desk/articles/")
    expect(page.locator("main")).to_contain_text("审核中")


def approve(page: Page) -> None:
    enter(page, DEMO_OPERATOR, "ops")
    page.goto("/ops/articles/")
    assert_accessible(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("main")).to_contain_text("对上了")
    assert_accessible(page)
    page.get_by_role("button", name="通过").click()
    page.wait_for_url("**/ops/articles/")


def read_and_complain(page: Page) -> str:
    """Find it, read it, like and keep it, complain; returns the address of the complaint."""
    page.goto("/articles/?q=电动车")
    assert_accessible(page)
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url(re.compile(r"/articles/\d+-"))
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("点赞")).click()
    expect(page.locator("#marks")).to_contain_text("已赞 1")
    page.get_by_role("button", name=re.compile("收藏")).click()
    expect(page.locator("#marks")).to_contain_text("已收藏 1")
    page.get_by_role("link", name="投诉").click()
    page.get_by_label("内容有错").check()
    page.fill("[name=text]", "反映火灾隐患的电话，各地不一样，请写清楚。")
    assert_accessible(page)
    page.get_by_role("button", name="提交投诉").click()
    page.wait_for_url("**/articles/complaints/**")
    expect(page.locator("main")).to_contain_text("待确认")
    assert_accessible(page)
    return page.url


def decide(page: Page) -> None:
    page.goto("/ops/articles/complaints/")
    expect(page.locator("main")).to_contain_text("还剩 23 小时")
    assert_accessible(page)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="确认收到").click()
    page.get_by_label("更正", exact=True).check()
    page.fill("[name=reasons]", "核对属实，已请作者补充。")
    page.fill("[name=public_note]", "反映火灾隐患的电话以当地公布的为准。")
    assert_accessible(page)
    page.get_by_role("button", name="作出处理").click()
    expect(page.locator("main")).to_contain_text("已处理")


def test_from_the_first_word_to_the_correction(open_page):
    author, operator, reader = open_page(DESK), open_page(DESK), open_page(PHONE, has_touch=True, is_mobile=True)
    write(author)
    approve(operator)
    complaint = read_and_complain(reader)
    decide(operator)
    reader.goto(complaint)
    expect(reader.locator("main")).to_contain_text("核对属实，已请作者补充。")
    reader.goto("/articles/favourites/")
    assert_accessible(reader)
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.locator("article")).to_contain_text("反映火灾隐患的电话以当地公布的为准。")
    assert_accessible(reader)
    author.goto("/desk/articles/complaints/")
    author.get_by_role("link", name=TITLE).click()
    expect(author.locator("main")).to_contain_text("核对属实，已请作者补充。")
    assert_accessible(author)


def test_the_page_without_scripts_and_in_the_dark(open_page):
    page = open_page(PHONE, java_script_enabled=False, color_scheme="dark")
    page.goto("/articles/")
    page.locator(".reading-line__title a").first.click()
    page.get_by_role("button", name=re.compile("点赞")).click()
    expect(page.locator("#marks")).to_contain_text("已赞")
    dark = open_page(PHONE, color_scheme="dark")
    dark.goto(page.url.split("#")[0])
    assert_accessible(dark)
