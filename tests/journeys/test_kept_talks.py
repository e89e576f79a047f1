"""A talk kept on the phone outlives a session that ran out, a fast clock, and whoever is handed the phone."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, assert_accessible, sign_in

CHINA = dt.timezone(dt.timedelta(hours=8))


def talk_of_an_owner(page: Page, address: str, words: str) -> None:
    """He called us, so that no hour and no cap stands in the way."""
    page.goto(address)
    page.locator("label.chip", has_text="业主本人").first.click()
    page.fill("textarea[name=owner_words]", words)
    page.locator("details summary", has_text="这次联系").click()
    page.locator("input[name=initiated_by][value=owner]").check(force=True)


def write_down(page: Page) -> None:
    page.get_by_role("button", name="记下这次沟通").click()
    expect(page.locator("[data-kept-notice]")).to_be_visible()


STILL_KEPT = """async () => {
    const request = indexedDB.open("jiefen", 1);
    const db = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const count = db.transaction("drafts").objectStore("drafts").count();
    const kept = await new Promise((resolve) => { count.onsuccess = () => resolve(count.result); });
    db.close();
    return kept;
}"""


def let_it_send(page: Page) -> None:
    """Waits until the phone keeps nothing any more.

    The notice cannot tell: it is hidden before the script has looked. Whoever leaves the page at once breaks off what is
    being sent, and the next page sends it again.
    """
    for _ in range(100):
        if not page.evaluate(STILL_KEPT):
            return
        page.wait_for_timeout(100)
    raise AssertionError("after ten seconds the phone still keeps talks")


def test_what_is_kept_is_not_lost(browser, site):
    context = browser.new_context(viewport=PHONE, base_url=site, locale="zh-CN")
    page, said = context.new_page(), []
    sign_in(page, "steward")
    page.goto("/workbench/households/")
    address = page.locator("main a[href*='/workbench/households/']").first.get_attribute("href")
    talk = f"{str(address).rstrip('/')}/talk/"
    page.clock.set_fixed_time(dt.datetime.now(CHINA) + dt.timedelta(minutes=9))  # the phone's clock is fast

    talk_of_an_owner(page, talk, "登录过期那会儿说的话")
    context.clear_cookies()
    write_down(page)
    assert "登录过期了，这一条已经记在这台手机上" in page.locator("[data-kept-notice]").inner_text()
    sign_in(page, "steward")
    page.goto("/workbench/")
    let_it_send(page)
    expect(page.locator("[data-kept]")).to_be_hidden()
    page.goto(str(address))
    expect(page.locator("main")).to_contain_text("登录过期那会儿说的话")

    page.route("**/talk/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    for words in ("第一次：月底发工资再说", "第二次：下月十号"):
        talk_of_an_owner(page, talk, words)
        write_down(page)
    page.goto("/workbench/")
    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("记在手机上的沟通 2 条")
    expect(kept).to_contain_text("第一次：月底发工资再说")
    assert_accessible(page)

    page.on(
        "dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss() if len(said) == 1 else dialog.accept())
    )
    leave = "document.querySelector('form[data-sign-out]').requestSubmit()"
    page.evaluate(leave)
    page.wait_for_timeout(300)
    assert "/workbench/" in page.url, "he changed his mind"
    page.evaluate(leave)
    page.wait_for_url(lambda url: "/workbench/" not in url)
    assert (
        said
        == ["还有 2 条沟通没有送出，或者等您决定。退出以后它们留在这台手机里，您下次在这里登录还在。现在退出吗？"] * 2
    )

    sign_in(page, "manager")
    page.goto("/workbench/")
    expect(kept).to_contain_text("有 2 条是别的同事记的")
    assert "第一次" not in kept.inner_text(), "what was said to a colleague is not shown to who holds the phone now"

    page.unroute("**/talk/")
    page.evaluate(leave)
    page.wait_for_url(lambda url: "/workbench/" not in url)
    sign_in(page, "steward")
    page.goto("/workbench/")
    let_it_send(page)
    expect(kept).to_be_hidden()
    page.goto(str(address))
    for words in ("第一次：月底发工资再说", "第二次：下月十号"):
        expect(page.locator("main")).to_contain_text(words)
    context.close()
