#!/usr/bin/env python
"""Django's command line, for developers."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
execute_from_command_line(sys.argv)
