"""Every test with `visit` ends with a look at what its pages left behind; here is the control that must be seen."""

from tests.browser.traces import Watch

CARELESS = """<!doctype html><title>x</title><script>
document.cookie = "a=b"; localStorage.c = 1; sessionStorage.d = 1; fetch("https://elsewhere.example/").catch(() => 0);
</script>"""


def test_a_careless_page_is_seen(browser):
    context = browser.new_context()
    watch = Watch(context)
    context.route("**/*", lambda route: route.fulfill(body=CARELESS, content_type="text/html"))
    with context.expect_event("request", lambda request: "elsewhere" in request.url):
        context.new_page().goto("http://127.0.0.1:9/")
    found = watch.found()
    context.close()
    assert [line.split()[0] for line in found] == ["cookie", "storage", "session", "asked"]
