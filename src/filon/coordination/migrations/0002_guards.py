"""Let the rows of coordination_linkevent be added, never changed.

Why      What happened through a link is evidence.
Rows     None is touched.
Lock     Creating a trigger takes a moment.
Again    Not needed; the triggers stay.
Back     Drops the triggers.
"""

from django.db import migrations

from filon.kernel.guards import append_only

FORWARD, BACKWARD = append_only(
    "coordination_linkevent",
)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_initial")]

    operations = [migrations.RunPython(FORWARD, BACKWARD)]
