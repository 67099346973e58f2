"""Icons for templates: `{% icon "check" %}`, and `{% icon "printer" "mini" %}` for a larger one."""

from functools import cache

from django import template
from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: str = "micro") -> SafeString:
    """A room shows dozens of them, and the package draws each from its XML anew."""
    return getattr(heroicons, f"heroicon_{size}")(name, **{"class": "icon"})
