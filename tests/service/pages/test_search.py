"""The search page: what its facets count."""

from __future__ import annotations

import re

import pytest

PAGE = {"Accept": "text/html"}
_CHOICE = re.compile(
    r'<li><a href="([^"]+)"( aria-current="true")?>.*?<span class="count">([^<]+)</span></a></li>'
)


def search(client, **chosen):
    """How many hits there are, and the facets: address, whether chosen, count."""
    asked = {"q": "staden värme harbour", **chosen}
    shown = client.get("/search", params=asked, headers=PAGE).text
    found = [(href, bool(now), int(count)) for href, now, count in _CHOICE.findall(shown)]
    told = re.search(r'<h2 id="hits">\s*(\d*)', shown)
    return int(told[1] or 0), found


@pytest.mark.parametrize(
    "chosen", [{"type": "application/pdf"}, {"collection": "partners"}, {"language": "sv"}]
)
def test_a_chosen_value_counts_the_hits_that_are_shown(client, chosen):
    """Also where there are none: a choice that cannot be seen cannot be taken away."""
    hits, found = search(client, **chosen)
    assert [count for _, now, count in found if now] == [hits]
    assert (hits == 0) is (chosen == {"language": "sv"})


def test_each_facet_counts_under_the_limits_of_the_others(client):
    every, plain = search(client)
    hits, found = search(client, collection="partners")
    assert 0 < hits < every
    others = {"strategy-digest", "eu-mission"}
    for name in others:
        [before] = [count for href, _, count in plain if f"collection={name}" in href]
        [after] = [count for href, _, count in found if f"collection={name}" in href]
        assert before == after
    assert sum(count for href, _, count in found if "&amp;type=" in href) == hits
