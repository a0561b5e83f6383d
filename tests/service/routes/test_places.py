import io
import re
from html import unescape

import numpy as np
import pytest
from PIL import Image

SCALE = 2.0


@pytest.fixture(scope="module")
def sentence(store, strategy):
    """A sentence in the middle of a page of the strategy, as (page, start, end)."""
    passages = store.catalog.passages_of(strategy.id, strategy.version)
    chosen = next(
        p
        for p in passages
        if p.page == p.page_end == 3 and len(p.sentences) >= 2 and len(p.text) > 300
    )
    return chosen.page, chosen.sentences[1].start, chosen.sentences[1].end


def _image(client, document, page, **query):
    answer = client.get(f"/api/documents/{document.id}/pages/{page}.png", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB")).astype(int)


def test_the_text_of_an_interval_and_what_stands_around_it(client, store, strategy, sentence):
    _, start, end = sentence
    text = store.catalog.text(strategy.id, strategy.version)
    told = client.get(
        f"/api/documents/{strategy.id}/text", params={"start": start, "end": end}
    ).json()
    assert told["text"] == text[start:end]
    assert text[:start].endswith(told["before"])
    assert text[end:].startswith(told["after"])
    assert told["before"]
    assert told["after"]
    assert told["in_newest"] is True


def test_without_an_interval_the_text_is_whole(client, store, profile):
    told = client.get(f"/api/documents/{profile.id}/text").json()
    assert told["text"] == store.catalog.text(profile.id, profile.version)


def test_the_page_of_text_marks_exactly_the_interval(client, store, strategy, sentence):
    _, start, end = sentence
    text = store.catalog.text(strategy.id, strategy.version)
    answer = client.get(
        f"/api/documents/{strategy.id}/text",
        params={"start": start, "end": end},
        headers={"accept": "text/html"},
    )
    assert answer.headers["content-type"].startswith("text/html")
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", answer.text, re.DOTALL)
    assert "".join(map(unescape, marked)) == text[start:end]
    assert answer.text.count('id="quote"') == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"start": 5}, 422),
        ({"end": 5}, 422),
        ({"start": 5, "end": 5}, 404),
        ({"start": 9, "end": 5}, 404),
        ({"start": 0, "end": 10_000_000}, 404),
        ({"start": -1, "end": 5}, 422),
        ({"start": 0, "end": 5, "version": 2}, 404),
    ],
)
def test_intervals_that_are_not_there(client, strategy, query, status):
    for path in ("text", "pages/1.png"):
        answer = client.get(f"/api/documents/{strategy.id}/{path}", params=query)
        assert answer.status_code == status


def test_the_image_marks_the_words_of_the_interval_and_no_others(client, store, strategy, sentence):
    page, start, end = sentence
    bare = _image(client, strategy, page)
    marked = _image(client, strategy, page, start=start, end=end)
    boxes = store.catalog.boxes(strategy.id, strategy.version, page)
    inside = (boxes.spans[:, 0] < end) & (boxes.spans[:, 1] > start)
    assert 0 < inside.sum() < len(inside)
    changed = (bare != marked).any(axis=2)
    allowed = np.zeros_like(changed)
    for x0, y0, x1, y1 in boxes.rects[inside] * SCALE:
        box = np.s_[int(y0) : int(np.ceil(y1)), int(x0) : int(np.ceil(x1))]
        allowed[box] = True
        assert changed[box].mean() > 0.3, "a word of the interval is not marked"
    assert changed.any()
    assert not (changed & ~allowed).any()


def test_an_interval_on_another_page_marks_nothing(client, strategy, sentence):
    page, start, end = sentence
    other = _image(client, strategy, page + 1, start=start, end=end)
    assert (other == _image(client, strategy, page + 1)).all()


@pytest.mark.parametrize("page", ["0", "-1", "99"])
def test_pages_that_are_not_there(client, strategy, page):
    assert client.get(f"/api/documents/{strategy.id}/pages/{page}.png").status_code == 404


def test_a_document_without_pages_has_no_page_images(client, profile):
    answer = client.get(f"/api/documents/{profile.id}/pages/1.png")
    assert answer.status_code == 404
    assert profile.filename in answer.json()["detail"]
