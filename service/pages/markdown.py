"""Markdown as HTML that cannot do anything: rendered without raw HTML, then sanitised."""

from __future__ import annotations

from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p",
    "pre", "s", "section", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "id", "title"}, "sup": {"id"}, "li": {"id"}, "ol": {"start"}}


@cache
def _renderer() -> MarkdownIt:
    # no raw HTML, no pictures, no bare addresses made into links
    return (
        MarkdownIt("commonmark", {"html": False})
        .enable(["table", "strikethrough"])
        .disable("image")
        # those that stand by themselves in the text, as a memo has them
        .use(footnote_plugin, inline=False)
    )


def render_markdown(text: str) -> Markup:
    """The HTML of a text; links lead within the page only."""
    html = nh3.clean(
        _renderer().render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(),
        link_rel="noopener noreferrer",
    )
    # a table that is too wide scrolls, which needs the focus where there is no mouse
    return Markup(html.replace("<table>", '<table tabindex="0">'))
