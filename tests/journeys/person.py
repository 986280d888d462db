"""A person at a browser: reads words, fills labelled fields, presses named buttons.

Everything is found as a person finds it, by label, role and text. Each page a person
comes to is checked: it answered, it has one title, nothing was refused by the content
security policy, no script failed, and a phone need not scroll sideways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys import words

# The machine of the tests is busy; a person would wait less.
PATIENCE_MS = 20_000
PHONE_WIDTH = 500

Value = str | bool | int | Decimal | date | datetime | Path | list[str]


@dataclass(slots=True)
class Person:
    """Somebody with a browser of their own, who reads one language."""

    name: str
    page: Page
    address: str
    language: str = "fr"
    clicks: int = 0
    fields: int = 0
    problems: list[str] = field(default_factory=list)

    # --- going somewhere ---------------------------------------------------------

    def opens(self, path: str) -> None:
        """Go to an address, as from a bookmark."""
        target = path if path.startswith("http") else f"{self.address}{path}"
        self.page.goto(target, wait_until="domcontentloaded")
        self._looks()

    def goes_to(self, entry: str) -> None:
        """Choose a screen in the main navigation."""
        nav = self.page.get_by_role("navigation", name=self._exactly("Main navigation"))
        if self._is_on_phone():
            self.clicks += 1
            menu = self._exactly("Open the menu")
            self.page.get_by_role("button", name=menu).click()
        with self._turning_page():
            # A number of things that wait may stand behind the name.
            self._find("link", entry, nav).click()

    def follows(self, link: str, *, within: Locator | None = None) -> None:
        """Click on a link of the page; the whole name first, else a part of it."""
        with self._turning_page():
            self._find("link", link, within).click()

    def cannot_find(self, path: str) -> None:
        """Check that an address does not exist for this person."""
        answer = self.page.context.request.get(f"{self.address}{path}")
        assert answer.status == 404, f"{self.name} gets {path}: {answer.status}"

    def follows_gesture(self, gesture: str) -> None:
        """Open a gesture of a deliverable, such as to consult or to transmit."""
        panel = self.card("Working with others")
        fold = panel.locator("details").filter(has_text=self._anywhere(gesture))
        if fold.count() and fold.first.get_attribute("open") is None:
            self.clicks += 1
            fold.first.locator("summary").click()
        self.follows(gesture, within=panel)

    def unfolds(self, fold: str) -> None:
        """Open a part of the page that is folded."""
        with self._changing_in_place():
            self.main.get_by_text(self._exactly(fold)).first.click()

    # --- doing something ---------------------------------------------------------

    def presses(self, button: str, *, within: Locator | None = None) -> None:
        """Press a button that leads to a page, saying yes where the page asks."""
        found = self._find("button", button, within)
        with self._turning_page():
            found.click()
            self._says_yes()

    def presses_in_place(self, button: str, *, within: Locator | None = None) -> None:
        """Press a button whose answer replaces a part of the page."""
        with self._changing_in_place():
            self._find("button", button, within).click()

    def ticks(self, label: str, *, within: Locator) -> None:
        """Tick a box whose effect is counted at once."""
        self.changes(label, value=True, within=within)

    def changes(self, label: str, value: Value, *, within: Locator) -> None:
        """Change a field that is saved, or counted, as soon as it is left."""
        found = self._field(within, label)
        assert found is not None, f"{self.name}: no field {label!r}"
        with self._changing_in_place():
            self._fill(within, label, value)
            found.blur()

    def fills_in(self, values: Mapping[str, Value], *, form: Locator) -> None:
        """Fill the fields of a form and leave it there."""
        for label, value in values.items():
            self._fill(form, label, value)

    def fills(
        self, values: Mapping[str, Value], *, then: str, within: Locator | None = None
    ) -> None:
        """Fill the fields of the form that has the button `then`, and press it."""
        form = self.form(then, next(iter(values), ""), within)
        for label, value in values.items():
            self._fill(form, label, value)
        self.presses(then, within=form)

    def form(
        self, button: str, label: str = "", within: Locator | None = None
    ) -> Locator:
        """Return the form with this button (and this field where several have it)."""
        named = self.page.get_by_role("button", name=self._exactly(button))
        forms = (within or self.main).locator("form").filter(has=named)
        if not forms.count():
            named = self.page.get_by_role("button", name=self._anywhere(button))
            forms = (within or self.main).locator("form").filter(has=named)
        expect(forms.first).to_be_attached()
        if forms.count() == 1 or not label:
            return forms.first
        for number in range(forms.count()):
            if self._field(forms.nth(number), label) is not None:
                return forms.nth(number)
        return forms.first

    def searches(self, text: str) -> None:
        """Look for a text in the list of the page."""
        self.fields += 1
        box = self.main.get_by_role("searchbox", name=self._exactly("Search this list"))
        with self.page.expect_response(lambda answer: "q=" in answer.url):
            box.fill(text)
        self.page.wait_for_load_state("networkidle")
        self.is_content()

    def follows_first_row(self) -> None:
        """Open the first record of the list of the page."""
        row = self.main.get_by_role("row").nth(1)
        with self._turning_page():
            row.get_by_role("link").first.click()

    # --- reading -----------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.get_by_role("main")

    def sees(self, *texts: str) -> None:
        """Check that each text is on the page."""
        for text in texts:
            found = self.page.locator("body").filter(has_text=self._anywhere(text))
            expect(found, f"{self.name} looks for {text!r}").to_have_count(1)

    def waits_for(self, text: str) -> None:
        """Wait until a page that follows background work says so."""
        found = self.main.get_by_text(self._exactly(text))
        expect(found.first).to_be_visible(timeout=PATIENCE_MS)
        self.is_content()

    def does_not_see(self, *texts: str) -> None:
        """Check that no text is on the page."""
        for text in texts:
            found = self.page.locator("body").filter(has_text=self._anywhere(text))
            expect(found, f"{self.name} finds {text!r}").to_have_count(0)

    def rows(self, text: str) -> int:
        """Return how many rows of the page's tables hold a text."""
        rows = self.main.get_by_role("row")
        return rows.filter(has_text=self._anywhere(text)).count()

    def can_press(self, button: str) -> bool:
        """Say whether the page offers a button."""
        return self.main.get_by_role("button", name=self._exactly(button)).count() > 0

    def heading_row(self) -> Locator:
        """Return the head of the page: its title and its buttons."""
        title = self.page.get_by_role("heading", level=1)
        return self.main.locator("header").filter(has=title).first

    def row(self, text: str) -> Locator:
        """Return the row of a table with this text."""
        return self.main.get_by_role("row").filter(has_text=self._anywhere(text)).first

    def card(self, title: str) -> Locator:
        """Return the part of the page under this title."""
        heading = self.page.get_by_role("heading", name=self._exactly(title))
        return self.main.locator("section, form, details").filter(has=heading).last

    def text(self) -> str:
        """Return what the page says, white space made plain."""
        return " ".join(self.main.inner_text().split())

    def value_of(self, label: str) -> str:
        """Return what a field of the page holds."""
        return self.main.get_by_label(self._exactly(label)).first.input_value()

    def words(self, text: str) -> re.Pattern[str]:
        """Return what this person reads for a text."""
        return self._beginning(text)

    def money(self, amount: Decimal) -> str:
        """Write an amount as this person reads it: 1 234,56 € or €1,234.56."""
        text = f"{amount.quantize(Decimal('0.01')):,}"
        if self.language == "en":
            return f"€{text}"
        return text.replace(",", " ").replace(".", ",") + " €"

    def number_in_address(self) -> int:
        """Return the number of the record in the address of the page."""
        return int(re.findall(r"/(\d+)(?:/|$)", self.page.url)[-1])

    def receives(self, link: str, *, within: Locator | None = None) -> bytes:
        """Return the document behind a link."""
        href = self._find("link", link, within).get_attribute("href")
        answer = self.page.context.request.get(f"{self.address}{href}")
        assert answer.ok, f"{self.name} asked for {href}: {answer.status}"
        return answer.body()

    # --- inside ------------------------------------------------------------------

    def _find(self, role: str, name: str, within: Locator | None) -> Locator:
        place = within or self.main
        for pattern in (
            self._exactly(name),
            self._beginning(name),
            self._anywhere(name),
        ):
            found = place.get_by_role(role, name=pattern)  # type: ignore[arg-type]
            if found.count():
                return self._visible(found)
        return place.get_by_role(role, name=self._exactly(name)).first  # type: ignore[arg-type]

    def _visible(self, found: Locator) -> Locator:
        """Return the first that can be seen; open the fold it may hide in."""
        for number in range(found.count()):
            if found.nth(number).is_visible():
                return found.nth(number)
        return found.first

    def _fill(self, form: Locator, label: str, value: Value) -> None:
        found = self._field(form, label)
        if found is None:
            offered = [
                text.strip() for text in form.locator("label, legend").all_inner_texts()
            ]
            raise AssertionError(f"{self.name}: no field {label!r} among {offered}")
        self.fields += 1
        self._unfolds(found)
        kind = found.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName")
        if kind == "FIELDSET":
            for choice in value if isinstance(value, list) else [str(value)]:
                self._tick(found, choice)
        elif kind == "checkbox":
            found.set_checked(bool(value))
        elif kind == "file":
            found.set_input_files(str(value))
        elif kind == "SELECT":
            self._choose(found, value)
        else:
            found.fill(_typed(value))

    def _unfolds(self, hidden: Locator) -> None:
        """Open the fold that a field hides in."""
        fold = hidden.locator("xpath=ancestor::details[not(@open)]")
        if fold.count():
            self.clicks += 1
            fold.first.locator("summary").first.click()

    def _field(self, form: Locator, label: str) -> Locator | None:
        for pattern in (self._exactly(label), self._beginning(label)):
            for found in (
                form.get_by_label(pattern),
                form.get_by_role("group", name=pattern),
            ):
                if found.count():
                    return self._visible(found)
        return None

    def _tick(self, group: Locator, choice: str) -> None:
        found = group.get_by_label(self._exactly(choice))
        (
            found if found.count() else group.get_by_label(self._anywhere(choice))
        ).first.check()

    def _choose(self, field: Locator, value: Value) -> None:
        wanted = value if isinstance(value, list) else [str(value)]
        options = [
            " ".join(o.split()) for o in field.locator("option").all_inner_texts()
        ]
        field.select_option(index=[self._index(options, one) for one in wanted])

    def _index(self, options: list[str], wanted: str) -> int:
        for pattern in (
            self._exactly(wanted),
            self._beginning(wanted),
            self._anywhere(wanted),
        ):
            for number, option in enumerate(options):
                if pattern.search(option):
                    return number
        raise AssertionError(f"{self.name}: no choice {wanted!r} among {options}")

    def _says_yes(self) -> None:
        asked = self.page.get_by_role("dialog")
        if asked.count() and asked.first.is_visible():
            self.clicks += 1
            asked.first.get_by_role("button").last.click()

    @contextmanager
    def _turning_page(self) -> Iterator[None]:
        self.clicks += 1
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            yield
        self._looks()

    @contextmanager
    def _changing_in_place(self) -> Iterator[None]:
        self.clicks += 1
        with self.page.expect_response(_is_fragment):
            yield
        at_work = self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")
        expect(at_work).to_have_count(0)
        self.is_content()

    def _looks(self) -> None:
        titles = self.page.get_by_role("heading", level=1).count()
        assert titles == 1, f"{self.page.url} has {titles} titles"
        if self._is_on_phone():
            wide = self.page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= self._width(), f"{self.page.url} is {wide} px wide"
        self.is_content()

    def is_content(self) -> None:
        """Check that nothing went wrong on the pages seen so far."""
        if not self.problems:
            return
        told = "\n".join(self.problems)
        page = " ".join(self.page.locator("body").inner_text().split())[-3000:]
        raise AssertionError(f"{self.name} on {self.page.url}:\n{told}\n{page}")

    def notes(self, response: Response) -> None:
        """Keep what answers with an error."""
        if response.status >= 400:
            self.problems.append(f"{response.status} {response.url}")

    def _is_on_phone(self) -> bool:
        return self._width() < PHONE_WIDTH

    def _width(self) -> int:
        size = self.page.viewport_size
        return size["width"] if size else 0

    def _exactly(self, text: str) -> re.Pattern[str]:
        return words.exactly(text, self.language)

    def _beginning(self, text: str) -> re.Pattern[str]:
        return words.beginning(text, self.language)

    def _anywhere(self, text: str) -> re.Pattern[str]:
        return words.anywhere(text, self.language)


def _is_fragment(answer: Response) -> bool:
    request = answer.request
    is_asked = bool(request.header_value("hx-request"))
    # What a field proposes while somebody types is not its answer.
    return is_asked and "/items/" not in request.url and "/count/" not in request.url


def _typed(value: Value) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
