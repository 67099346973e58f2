"""`{% url %}` as Django has it, but working an address out once: a room names twenty of them each time it is drawn."""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_of_django
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, get_urlconf, reverse
from django.urls.resolvers import URLResolver
from django.utils.html import conditional_escape

register = template.Library()

KEPT = 8192
_EXACT = {int, str}


class RememberedURLNode(URLNode):
    def render(self, context: Context) -> str:
        args = tuple([arg.resolve(context) for arg in self.args])
        # Values of other kinds may be equal and yet be written in two ways, as 1 and True are.
        if self.kwargs or not _EXACT.issuperset(map(type, args)):
            return super().render(context)
        request = getattr(context, "request", None)
        within = getattr(getattr(request, "resolver_match", None), "namespace", None) if request else None
        try:
            address = _address(
                get_resolver(get_urlconf()), get_script_prefix(), self.view_name.resolve(context), args, within
            )
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@lru_cache(KEPT)
def _address(resolver: URLResolver, prefix: str, view_name: str, args: tuple[int | str, ...], within: str) -> str:
    """The first two decide what comes out, although `reverse` asks for them by itself."""
    return reverse(view_name, args=args, current_app=within)


@register.tag
def url(parser: Parser, token: Token) -> RememberedURLNode:
    made = url_of_django(parser, token)
    return RememberedURLNode(made.view_name, made.args, made.kwargs, made.asvar)
