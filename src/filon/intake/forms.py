"""What people say about a file: what it holds, whose it is, what its columns fill."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.accounts.selectors import sales_people
from filon.files.kinds import TABLES
from filon.files.tables import NO_HEADER
from filon.intake import policies
from filon.intake.fields import SPECS
from filon.intake.models import DuplicatePair, Import, ImportRow
from filon.web.forms import FilterForm, Form

_ALL = pgettext_lazy("filter", "All")


class UploadForm(Form):
    """A file, and what its rows are."""

    kind = forms.ChoiceField(label=_("What the rows are"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, XLS or ODS, at most 25 MB and 300,000 rows."),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{extension}" for extension in sorted(TABLES))}
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (code, label)
                for code, label in Import.Kind.choices
                if policies.can_import(user, code)
            ]


class MappingForm(Form):
    """Which column fills which field; one choice a column."""

    has_header = forms.BooleanField(
        required=False, label=_("The first row holds the names of the columns")
    )
    sheet = forms.ChoiceField(required=False, label=_("Sheet"))
    assigned_owner = forms.ModelChoiceField(
        sales_people(), required=False, label=_("New companies are followed by")
    )
    is_shared = forms.BooleanField(
        required=False, label=_("New companies are open to all sales people")
    )

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        kwargs.setdefault("initial", mapping_initial(source))
        super().__init__(*args, **kwargs)
        self.source = source
        choices = [("", _("Leave out"))]
        choices += [(f.code, f.label) for f in SPECS[source.kind].fields]
        for column, name in enumerate(source.header):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                choices=choices, required=False, label=name
            )
        sheet = self.fields["sheet"]
        if len(source.sheets) < 2:
            del self.fields["sheet"]
        elif isinstance(sheet, forms.ChoiceField):
            sheet.choices = [(name, name) for name in source.sheets]
        if source.kind != Import.Kind.ORGANIZATIONS:
            del self.fields["assigned_owner"]
            del self.fields["is_shared"]

    def mapping(self) -> dict[str, str]:
        """Return column number → field, the columns left out missing."""
        columns = range(len(self.source.header))
        chosen = {str(c): self.cleaned_data[f"column_{c}"] for c in columns}
        return {column: code for column, code in chosen.items() if code}


class RowFilter(FilterForm):
    """Narrow the rows to one outcome."""

    outcome = forms.ChoiceField(
        choices=[("", _ALL), *ImportRow.Outcome.choices], label=_("Outcome")
    )


class PairFilter(FilterForm):
    """Narrow the pairs to one state."""

    status = forms.ChoiceField(
        choices=[("", _ALL), *DuplicatePair.Status.choices], label=_("State")
    )


def mapping_initial(source: Import) -> dict[str, Any]:
    """Return what the mapping form starts with."""
    chosen = {f"column_{column}": code for column, code in source.mapping.items()}
    return {
        **chosen,
        "has_header": source.header_row != NO_HEADER,
        "sheet": source.sheet,
        "assigned_owner": source.assigned_owner_id,
        "is_shared": source.is_shared,
    }
