"""Let the rows of measure_snapshot be added, never changed.

Why      A figure that was reported must stay as it was.
Rows     None is touched.
Lock     Creating a trigger takes a moment.
Again    Not needed; the triggers stay.
Back     Drops the triggers.
"""

from django.db import migrations

from filon.kernel.guards import append_only

FORWARD, BACKWARD = append_only(
    "measure_snapshot",
)


class Migration(migrations.Migration):
    dependencies = [("measure", "0001_initial")]

    operations = [migrations.RunPython(FORWARD, BACKWARD)]
