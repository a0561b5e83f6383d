"""Two ways to use a page: with a mouse, and with the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

_MOST_TABS = 400
# whether the focused element is what was meant, and can be seen to have the focus
_FOCUSED = "(wanted) => wanted === document.activeElement"
_OUTLINED = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"


class Hand(Protocol):
    """What a walk does to a page. Elements are locators."""

    def press(self, element) -> None: ...
    def write(self, element, text: str) -> None: ...
    def choose(self, element, label: str) -> None: ...
    def hand_in(self, element, *files: Path) -> None: ...


class Mouse:
    """Points and clicks."""

    def __init__(self, page) -> None:
        self.page = page

    def press(self, element) -> None:
        element.click()

    def write(self, element, text: str) -> None:
        element.fill(text)

    def choose(self, element, label: str) -> None:
        element.select_option(label=label)

    def hand_in(self, element, *files: Path) -> None:
        element.set_input_files(list(files))


class Keyboard:
    """Reaches everything with Tab, and works it with Enter, Space and letters."""

    def __init__(self, page) -> None:
        self.page = page

    def reach(self, element) -> None:
        element.wait_for(state="visible")
        handle = element.element_handle()
        for _ in range(_MOST_TABS):
            if self.page.evaluate(_FOCUSED, handle):
                assert self.page.evaluate(_OUTLINED), "the focus cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{element} cannot be reached with the Tab key")

    def press(self, element) -> None:
        self.reach(element)
        tag = element.evaluate("one => one.type ?? one.tagName.toLowerCase()")
        self.page.keyboard.press("Space" if tag in ("checkbox", "radio") else "Enter")

    def write(self, element, text: str) -> None:
        self.reach(element)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, element, label: str) -> None:
        self.reach(element)
        for _ in range(element.locator("option").count()):
            if element.evaluate("one => one.selectedOptions[0].textContent.trim()") == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f'"{label}" cannot be chosen with the arrow keys')

    def hand_in(self, element, *files: Path) -> None:
        self.reach(element)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(list(files))
