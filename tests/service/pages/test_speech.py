import re

import pytest
from starlette.requests import Request

from service.pages.messages import extract_messages, read_swedish
from service.pages.speech import COOKIE, language_of, own_path, translations

GAP = re.compile(r"%\((\w+)\)s")


def _request(accepted="", cookie=""):
    headers = [(b"accept-language", accepted.encode()), (b"cookie", cookie.encode())]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "sv"),
        ("en", "en"),
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("de-DE,en-GB;q=0.7,sv;q=0.3", "en"),
        ("fr", "sv"),
        ("en;q=0.2,sv;q=0.9", "sv"),
        ("*;q=0.1, nonsense;;;", "sv"),
    ],
)
def test_the_browsers_liking_decides(accepted, language):
    assert language_of(_request(accepted)) == language


def test_what_was_chosen_wins():
    assert language_of(_request("sv", f"{COOKIE}=en")) == "en"
    assert language_of(_request("en", f"{COOKIE}=xx")) == "sv"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/search?q=x", "/search?q=x"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("", "/"),
    ],
)
def test_one_is_led_back_to_our_own_pages_only(address, path):
    assert own_path(address) == path


def test_every_sentence_of_the_pages_has_swedish_words_and_no_others_are_kept():
    said = {one.id for one in extract_messages() if one.id}
    assert len(said) > 300
    swedish = {one.id: one.string for one in read_swedish() if one.id}
    assert said - swedish.keys() == set(), "python -m service.pages.messages"
    assert swedish.keys() - said == set()
    assert [one for one, words in swedish.items() if not words] == []


def test_a_translation_has_the_gaps_of_its_sentence():
    for one in read_swedish():
        if one.id:
            assert sorted(GAP.findall(one.id)) == sorted(GAP.findall(one.string)), one.id


def test_english_is_what_the_templates_say():
    assert translations("en").gettext("Search") == "Search"
    assert translations("sv").gettext("Search") == "Sök"
