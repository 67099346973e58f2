import os
import re
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)


def in_utf8(environ: dict) -> dict:
    """The same request without a word on its encoding. Everything here is UTF-8, and Django would look for any codec
    that is named, `hex` and `idna` among them, before a view or a middleware could refuse it.
    """
    return environ | {"CONTENT_TYPE": _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))}


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    return _django(in_utf8(environ), start_response)
