from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Turn
from service.paging import page_of


@given(st.integers(0, 40), st.integers(1, 12))
def test_the_pages_put_together_are_the_list(length, limit):
    items, found, offset = list(range(length)), [], 0
    for _ in range(length + 1):
        page, after = page_of(items, "/x", offset=offset, limit=limit, query={"c": ["å", "b&"]})
        found += page
        if after is None:
            break
        asked = parse_qs(urlsplit(after).query)
        assert asked["c"] == ["å", "b&"]
        assert asked["limit"] == [str(limit)]
        offset = int(asked["offset"][0])
    assert found == items


def test_conversations_come_in_parts(client, store):
    for number in range(3):
        begun = client.post("/api/conversations").json()["id"]
        store.catalog.add_turn(begun, Turn(f"Question {number}?", "Standalone?", {}))
    whole = client.get("/api/conversations").json()
    assert whole["next"] is None
    parts, following = [], "/api/conversations?limit=2"
    while following:
        part = client.get(following).json()
        assert len(part["conversations"]) <= 2
        parts += part["conversations"]
        following = part["next"]
    assert parts == whole["conversations"]
    assert len(parts) >= 3
