HIT = {
    "rank", "score", "passage_id", "document_id", "version", "title", "filename", "status",
    "collection", "publisher", "language", "page", "page_end", "page_label", "heading",
    "paragraph", "text", "start", "end",
}  # fmt: skip


def test_hits_have_the_fields_of_the_design(client):
    found = client.get("/api/search", params={"q": "secured basic funding", "limit": 5}).json()
    assert set(found) == {"query", "hits", "facets"}
    assert found["query"] == "secured basic funding"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3, 4, 5]
    assert all(set(hit) == HIT for hit in found["hits"])
    assert found["facets"]["collection"]


def test_a_hit_is_the_slice_it_says_it_is(client, store):
    for hit in client.get("/api/search", params={"q": "Climate City Contract"}).json()["hits"]:
        text = store.catalog.text(hit["document_id"], hit["version"])
        assert text[hit["start"] : hit["end"]] == hit["text"]


def test_filters_hold(client):
    narrow = {
        "q": "cities",
        "collection": ["partners", "eu-mission"],
        "language": "en",
        "limit": 50,
    }
    hits = client.get("/api/search", params=narrow).json()["hits"]
    assert {hit["collection"] for hit in hits} <= {"partners", "eu-mission"}
    assert hits
    nobody = {"q": "cities", "publisher": "Nobody at all"}
    assert client.get("/api/search", params=nobody).json()["hits"] == []


def test_white_space_around_a_query_is_dropped(client):
    assert client.get("/api/search", params={"q": "  cities\n"}).json()["query"] == "cities"
