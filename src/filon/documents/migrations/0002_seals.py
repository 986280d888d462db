"""Keep the certificates with which the company seals documents.

Why      The proof of an acceptance is sealed, so that a changed byte shows.
Rows     None is touched; the first seal is made when the first proof is.
Lock     A table is made.
Again    Not needed.
Back     The seals are lost; what they sealed can be checked by any PDF reader.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
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
                ("subject", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("certificate", models.BinaryField()),
                ("private_key", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
    ]
