"""Keep the one-time codes that customers type to accept, as hashes.

Why      An acceptance by link may ask for a code sent by e-mail.
Rows     None is touched.
Lock     A table is made.
Again    Not needed.
Back     Codes that are on their way are worth nothing; acceptances keep their proof.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0002_guards"),
        ("offers", "0010_variants"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptanceCode",
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
                ("code_hash", models.CharField(max_length=64)),
                ("email", models.EmailField(max_length=254)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptance_codes",
                        to="coordination.publiclink",
                    ),
                ),
            ],
        ),
    ]
