"""Cells and options: what was typed never becomes markup."""

from __future__ import annotations

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from filon.web.listing import Cell, PageColumn, PageRow
from filon.web.templatetags.drawing import table_rows

HOSTILE = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&quot;&#x27;"


def drawn(*cells: Cell, url: str | None = None, align: str = "start") -> SafeString:
    columns = [PageColumn(HOSTILE, align, None, "") for _cell in cells]
    return table_rows(columns, [PageRow(url, list(cells))])


def test_everything_in_a_cell_is_escaped() -> None:
    cells = [
        Cell(HOSTILE),
        Cell(HOSTILE, url=HOSTILE),
        Cell(HOSTILE, badge=HOSTILE),
        Cell(HOSTILE, sub=HOSTILE),
    ]

    html = drawn(*cells, url=HOSTILE)

    assert "<b>" not in html
    # Four labels, four texts, the row's and the cell's address, tone, second line.
    assert html.count(ESCAPED) == 12


def test_first_cell_leads_to_the_record_and_an_empty_one_shows_a_dash() -> None:
    html = drawn(Cell(""), Cell(""), url="/companies/1/")

    assert '<a class="row-link" href="/companies/1/">–</a>' in html
    assert html.endswith("–</td></tr>")


def test_numbers_stand_at_the_end() -> None:
    assert 'class="end"' in drawn(Cell("1"), align="end")
    assert 'class="end"' in drawn(Cell("1", align="end"))
    assert 'class="end"' not in drawn(Cell("1"))


def test_minor_column_is_marked_in_its_head_and_its_cells() -> None:
    column = PageColumn("Cost", "end", None, "", is_minor=True)
    rows = [PageRow(None, [Cell("12")])]

    table = render_to_string(
        "web/components/table.html", {"columns": [column], "rows": rows}
    )

    assert table.count('class="end minor"') == 2


def test_number_of_a_record_stays_in_one_piece() -> None:
    assert 'class="reference"' in drawn(Cell("OFF-2026-00210 A"))
    assert 'class="reference"' not in drawn(Cell("Relancer l’offre OFF-2026-00210"))


def test_empty_cell_is_left_out_of_a_card() -> None:
    assert 'class="void"' in drawn(Cell(""))
    assert 'class="void"' in drawn(Cell("–"))
    assert 'class="end void"' in drawn(Cell("", align="end"))


def test_select_marks_what_is_chosen_and_escapes_groups_and_labels() -> None:
    class Ask(forms.Form):
        one = forms.ChoiceField(
            choices=[("", "–"), (HOSTILE, HOSTILE), (HOSTILE, [("2", "two")])]
        )

    html = Ask(initial={"one": "2"})["one"].as_widget()

    assert "<b>" not in html
    assert f'<option value="{ESCAPED}">{ESCAPED}</option>' in html
    assert f'<optgroup label="{ESCAPED}"><option value="2" selected>two' in html
    assert html.count("selected") == 1
