import pytest

from service.headers import REVALIDATED


def places(document):
    return [
        f"/api/documents/{document.id}",
        f"/api/documents/{document.id}/file",
        f"/api/documents/{document.id}/text?start=0&end=40",
        f"/api/documents/{document.id}/pages/1.png?start=0&end=40",
    ]


@pytest.mark.parametrize("which", range(4))
def test_what_a_client_has_already_is_not_sent_again(client, strategy, which):
    path = places(strategy)[which]
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.content
    assert first.headers["cache-control"] == "no-store"
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert again.headers["x-content-type-options"] == "nosniff"
    for unknown in ('"other"', "", "nonsense", tag.strip('W/"')):
        whole = client.get(path, headers={"If-None-Match": unknown})
        assert whole.status_code == 200
        assert whole.content == first.content


@pytest.mark.parametrize(("which", "kept"), [(0, False), (1, True), (2, False), (3, True)])
def test_only_originals_and_page_images_of_a_named_version_may_be_kept(
    client, strategy, which, kept
):
    path = places(strategy)[which]
    named = client.get(path, params={"version": strategy.version})
    if "?" in path:
        named = client.get(f"{path}&version={strategy.version}")
    assert named.headers["cache-control"] == (REVALIDATED if kept else "no-store")


def test_other_words_on_the_same_page_have_another_tag(client, strategy):
    base = f"/api/documents/{strategy.id}"
    for path in (f"{base}/text", f"{base}/pages/1.png"):
        tags = {
            client.get(path, params={"start": 0, "end": end}).headers["etag"] for end in (20, 60)
        }
        assert len(tags) == 2


def test_text_as_a_page_and_as_json_are_told_apart(client, strategy):
    path = f"/api/documents/{strategy.id}/text"
    page = client.get(path, headers={"Accept": "text/html"})
    told = client.get(path, headers={"Accept": "application/json"})
    assert page.headers["vary"] == told.headers["vary"] == "Accept"
    assert page.headers["etag"] != told.headers["etag"]
    known = {"Accept": "text/html", "If-None-Match": page.headers["etag"]}
    assert client.get(path, headers=known).status_code == 304


def test_who_may_not_read_learns_nothing_from_a_tag(client, strategy, monkeypatch):
    path = f"/api/documents/{strategy.id}"
    tag = client.get(path).headers["etag"]
    monkeypatch.setattr("service.auth.may", lambda user, action, thing: False)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 404
