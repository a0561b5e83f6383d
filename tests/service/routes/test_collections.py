from service import auth

FIELDS = {"id", "title_sv", "title_en", "role", "documents", "external_model"}


def test_collections_are_listed_with_what_stands_on_them_and_may_leave(client):
    listed = client.get("/api/collections").json()["collections"]
    assert all(set(one) == FIELDS for one in listed)
    assert {one["id"]: (one["role"], one["documents"]) for one in listed} == {
        "eu-mission": ("evidence", 1),
        "partners": ("evidence", 1),
        "strategy-digest": ("strategy", 1),
    }
    assert {one["external_model"] for one in listed} == {"never"}


def test_leave_cannot_be_given_over_http(client):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/api/collections", "/api/collections/partners"):
            assert client.request(method, path).status_code in {404, 405}


def test_a_barred_collection_is_not_listed(client, monkeypatch):
    monkeypatch.setattr(
        auth, "may", lambda user, action, thing: getattr(thing, "id", "") != "partners"
    )
    listed = client.get("/api/collections").json()["collections"]
    assert [one["id"] for one in listed] == ["eu-mission", "strategy-digest"]
