"""Keep the sealed proof of each acceptance; it never changes.

Why      Evidence in the database alone cannot be handed to somebody who doubts it.
Rows     None is touched; earlier acceptances are sealed by the nightly run.
Lock     A table is made; its guards take a moment.
Again    Not needed.
Back     The sealed files are no longer reachable.
"""

import django.db.models.deletion
from django.db import migrations, models

from filon.kernel.guards import append_only

FREEZE, LIFT = append_only("offers_sealedproof")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_seals"),
        ("files", "0001_initial"),
        ("offers", "0011_acceptance_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("sealed_at", models.DateTimeField()),
                (
                    "acceptance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_proof",
                        to="offers.acceptance",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.seal",
                    ),
                ),
            ],
        ),
        migrations.RunPython(FREEZE, LIFT),
    ]
