"""Let the rows of journal_entry be added, never changed.

Why      History that can be edited proves nothing.
Rows     None is touched.
Lock     Creating a trigger takes a moment.
Again    Not needed; the triggers stay.
Back     Drops the triggers.
"""

from django.db import migrations

from filon.kernel.guards import append_only

FORWARD, BACKWARD = append_only(
    "journal_entry",
)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(FORWARD, BACKWARD)]
