"""Django's pages as a WSGI application; `project.server` puts it behind the live stream."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.project.settings")
application = get_wsgi_application()
