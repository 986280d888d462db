"""Run a worker: `python -m filon.jobs`."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()

    from filon.jobs.worker import main  # models exist once Django is set up

    sys.exit(main())
