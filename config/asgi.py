"""Pages go through WSGI in threads; the stream that says what has changed is a small ASGI application beside it.

A stream under Django's own ASGI handler would keep a thread and a database connection open for as long as it lives.
"""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# The first of them sets Django up, which the other needs.
from django.conf import settings

from config.bridge import InThreads
from config.wsgi import application as _wsgi
from interviews.live import PREFIX, stream

# Streams are many small things that live long, and what is there now never dies. To look through all of that for what
# could be freed takes a tenth of a second, in which nobody is answered.
gc.freeze()
gc.set_threshold(5_000, 20, 20)

_pages = InThreads(_wsgi, int(os.environ.get("PAGE_THREADS", "8")), settings.LARGEST_REQUEST)


async def application(scope: dict, receive, send) -> None:
    if scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await stream(scope, receive, send)
    else:
        await _pages(scope, receive, send)
