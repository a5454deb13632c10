"""The rule builder with script."""

from playwright.sync_api import expect

from tests.web.staff import ONE

RULE = f"{ONE}/edit/question/alter/rule/show_if"


def test_rows_come_and_go_without_loading_the_page_and_the_sentence_follows(at_work, site):
    designer = at_work()
    designer.goto(f"{site.url}{RULE}")
    designer.evaluate("window.kept = true")
    designer.locator("[id='show_if.0-about']").select_option("her")
    designer.locator("[id='show_if.0-land']").check()
    expect(designer.locator(".rule-said")).to_contain_text("Ich komme aus einem anderen Land")
    designer.locator("#show_if-add").click()
    expect(designer.locator("[id='show_if.1-about']")).to_be_focused()
    designer.locator("[id='show_if.1-about']").select_option("ort")
    expect(designer.locator("[id='show_if.1-nord']")).to_be_visible()
    designer.locator("[id='show_if.1'] > button").click()
    expect(designer.locator("[id='show_if.1']")).to_have_count(0)
    expect(designer.locator("[id='show_if.0-land']")).to_be_checked()
    assert designer.evaluate("window.kept")
