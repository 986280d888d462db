"""A second solution that stands beside the first until the customer chooses.

Why      Two solutions to one need are compared, not sent one after the other.
Rows     None is touched.
Lock     Adding a nullable column takes a moment.
Again    Not needed.
Back     Drops the column; the guard forgets it.
"""

import django.db.models.deletion
from django.db import migrations, models

from filon.kernel.guards import frozen_again

FORWARD, BACKWARD = frozen_again(
    ("offers", "OfferRevision"),
    new={"variant_of_id"},
    living={
        "status",
        "is_current",
        "answered_at",
        "refusal_reason",
        "updated_at",
        "version",
    },
    text="a sent revision never changes",
)


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0009_feasibility_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="offerrevision",
            name="variant_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="variants",
                to="offers.offerrevision",
            ),
        ),
        migrations.RunPython(FORWARD, BACKWARD),
    ]
