"""A person with a keyboard alone, who must always see where they are."""

from playwright.sync_api import Page as Tab

MOST_STEPS = 150
LOOKS = 20
WHERE = r"""() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.closest("label") ?? one;
  const box = (shown.getClientRects()[0] ?? shown.getBoundingClientRect());
  const ring = [one, shown].some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const middle = box.left + box.width / 2;
  const heights = box.height < 200 ? [box.top + 2, box.top + box.height / 2, box.bottom - 2] : [box.top + 2];
  const isCovered = heights.some((height) => {
    const top = document.elementFromPoint(Math.min(Math.max(middle, 0), innerWidth - 1), height);
    return !top || !(shown.contains(top) || top.contains(shown));
  });
  const words = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText;
  return {tag: one.localName, words: words.replace(/\s+/g, " ").trim(), type: one.type ?? "", ring, isCovered};
}"""


class Keyboard:
    """Presses keys in a tab; every place that Tab leads to must show its focus, with nothing over it."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.unseen: list[str] = []

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.tab.keyboard.press(key)

    def step(self, key: str = "Tab") -> dict:
        """One Tab; where it leads. What does not show its focus is noted."""
        self.press(key)
        where = self.tab.evaluate(WHERE) or self._round_the_end()
        if not where["ring"] or where["isCovered"]:
            trouble = "no ring" if not where["ring"] else "covered"
            self.unseen.append(f"{self.tab.url}: {where['tag']} “{where['words'][:40]}”: {trouble}")
        return where

    def _round_the_end(self) -> dict:
        """Where a step leads that leaves the page: the browser has the focus before it comes in at the other end."""
        for _ in range(LOOKS):
            self.tab.wait_for_timeout(50)
            if where := self.tab.evaluate(WHERE):
                return where
        return {"words": "", "tag": "", "type": "", "ring": True, "isCovered": False}

    def to(self, words: str, tag: str = "", key: str = "Tab") -> None:
        """Tab until the focus is on what begins with the words."""
        passed = []
        for _ in range(MOST_STEPS):
            where = self.step(key)
            if where["words"].startswith(words) and tag in ("", where["tag"]):
                return
            passed.append(where["words"][:30])
        raise AssertionError(f"“{words}” is not reached by {key} on {self.tab.url}; passed were {passed}")

    def around(self, key: str) -> list[str]:
        """Press a key from the skip link on until the focus is there again; where it led."""
        self.tab.evaluate("document.querySelector('.skip').focus()")
        passed = []
        for _ in range(MOST_STEPS):
            where = self.step(key)
            if where["words"].startswith("Skip to "):
                return passed
            passed += [where["words"]] if where["tag"] else []
        raise AssertionError(f"{key} does not come round on {self.tab.url}; passed were {passed}")

    def follow(self, words: str, tag: str = "") -> None:
        """Go to a link or button and press Enter; wait for the page it leads to."""
        self.to(words, tag)
        with self.tab.expect_navigation(wait_until="load"):
            self.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.to(label, "input")
        self.tab.keyboard.type(text)
