"""Pages by keyboard: all is reached, in the order of the page, seen, and nothing holds one fast."""

import pytest

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BY_KEYBOARD = ["/", "/luecken", "/fragen?frage=A1"]
SETUP = """() => {
  const deep = (root) => [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? deep(e.shadowRoot) : [])]);
  const look = (e) => { const parts = []; for (let n = e, i = 0; n && i < 5; n = n.parentElement ?? n.getRootNode().host, i++) {
    const s = getComputedStyle(n); parts.push([s.outline, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration, s.color].join()); }
    return parts.join('|'); };
  // one stop for a group whose members the arrow keys reach, as for radio buttons
  const group = (e) => e.type === 'radio' ? `radio ${e.name}` : e.closest('[role=radiogroup], [role=toolbar]');
  const groups = new Set();
  const wanted = deep(document.body).filter((e) => {
    if (!e.matches('a[href], button, input, select, textarea, summary, [tabindex]') || e.tabIndex < 0 || e.disabled) return false;
    const box = e.getBoundingClientRect();
    if (!e.checkVisibility({visibilityProperty: true}) || box.width < 1 || box.height < 1 || e.closest('[inert], [aria-hidden=true]')) return false;
    const own = group(e); if (own && groups.has(own)) return false; groups.add(own);
    return true; });
  window.reach = {wanted, look, group, before: wanted.map(look), ahead: wanted.filter((e) => e.tabIndex > 0).length};
  return wanted.length; }"""
HERE = """() => {
  let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body) return null;
  let at = window.reach.wanted.indexOf(e);
  const own = window.reach.group(e);
  if (at < 0 && own) at = window.reach.wanted.findIndex((w) => window.reach.group(w) === own);
  const name = `${e.tagName} ${e.getAttribute('aria-label') || e.textContent.slice(0, 40)}`;
  return {at, name, seen: at < 0 || window.reach.wanted[at] !== e || window.reach.look(e) !== window.reach.before[at]}; }"""
NAMES = "(at) => at.map((i) => window.reach.wanted[i].outerHTML.slice(0, 160))"


@pytest.mark.parametrize("path", BY_KEYBOARD)
def test_tab_reaches_everything_in_order_and_lets_go(visit, path):
    page = visit(path, bypass_csp=True)  # a style is added
    page.wait_for_timeout(1000)
    page.add_style_tag(content="* { transition: none !important }")
    number = page.evaluate(SETUP)
    assert number > 10
    assert page.evaluate("window.reach.ahead") == 0, "no element may jump the queue"
    reached: list[int] = []
    unseen: list[str] = []
    page.evaluate("document.activeElement?.blur()")
    for _ in range(number + 30):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            if reached:
                break
            continue
        if here["at"] >= 0 and here["at"] in reached and here["at"] != reached[-1]:
            break
        if here["at"] >= 0 and (not reached or here["at"] != reached[-1]):
            reached.append(here["at"])
        if not here["seen"]:
            unseen.append(here["name"])
    else:
        pytest.fail("the focus never came back: something holds it fast")
    assert page.evaluate(NAMES, sorted(set(range(number)) - set(reached))) == []
    assert reached == sorted(reached), "the focus follows the order of the page"
    assert unseen == []


def test_the_field_of_a_network_chooses_by_keyboard_what_a_click_chooses(visit):
    page = visit("/netze?netz=providers_and_offers&ansicht=alle")
    field = page.get_by_role("combobox", name=t("network.center", "de"))
    field.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**umfeld=**")
