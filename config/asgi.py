"""Pages go through WSGI in threads; the stream that says what has changed is a small ASGI application beside it.

A stream under Django's own ASGI handler would keep a thread and a database connection open for as long as it lives.
"""

import os

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_wsgi = get_wsgi_application()

from interviews.live import PREFIX, stream  # noqa: E402  (needs Django to be set up)

_pages = WSGIMiddleware(_wsgi, workers=int(os.environ.get("PAGE_THREADS", "8")))


async def application(scope: dict, receive, send) -> None:
    if scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await stream(scope, receive, send)
    else:
        await _pages(scope, receive, send)
