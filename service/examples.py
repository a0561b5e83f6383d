"""Examples for the description of the HTTP interface; a test holds them to their schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_QUESTION = "Vad måste vara säkrat innan ett nytt initiativ startar?"
_QUOTE = "Inget nytt initiativ startar utan säkrad basfinansiering."
_PLACE: Mapping[str, Any] = {
    "document_id": "dabcdefghijkl",
    "version": 1,
    "title": "En strategi i korthet",
    "filename": "strategi.pdf",
    "status": "decided",
    "page": 4,
    "page_label": "4",
    "heading": ["Principer"],
    "paragraph": 21,
    "start": 5120,
    "end": 5120 + len(_QUOTE),
}
_HIT: Mapping[str, Any] = {
    **_PLACE,
    "rank": 1,
    "score": 0.031,
    "passage_id": f"dabcdefghijkl.1.5120-{5120 + len(_QUOTE)}",
    "collection": "strategy",
    "publisher": "Viable Cities",
    "language": "sv",
    "page_end": 4,
    "text": _QUOTE,
}

REQUESTS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("post", "/api/ask"): {"question": _QUESTION, "collections": ["strategy"], "language": "sv"},
    ("post", "/api/assessments"): {
        "title": "Klimatskolan",
        "text": "Vi vill att tre kommuner lär av varandra. Basfinansieringen är ännu inte sökt.",
        "kind": "initiative",
        "language": "sv",
    },
    ("post", "/api/assessments/{assessment_id}/steps"): {
        "action": "accept",
        "by": "Handläggaren",
        "criterion": "D1",
    },
    ("post", "/api/assessments/{assessment_id}/sign"): {"by": "Programchefen"},
}
"""Bodies, by method and path."""

RESPONSES: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("get", "/api/search"): {
        "query": "säkrad basfinansiering",
        "hits": [_HIT],
        "facets": {
            "collection": {"strategy": 1},
            "publisher": {"Viable Cities": 1},
            "language": {"sv": 1},
        },
    },
    ("post", "/api/ask"): {
        "question": _QUESTION,
        "language": "sv",
        "mode": "extractive",
        "abstained": False,
        "claims": [
            {
                "text": _QUOTE,
                "language": "sv",
                "status": "supported",
                "reason": None,
                "citations": [{**_PLACE, "quote": _QUOTE, "verdict": "verified", "gloss": None}],
            }
        ],
        "nearby": [],
        "skipped": [],
        "notes": [],
        "instead": [],
        "trace": {"searched_for": _QUESTION, "calibrated": True},
    },
    ("get", "/api/assessments"): {
        "assessments": [
            {
                "id": "aabcdefghijkl",
                "created": "2026-03-02T09:15:00+00:00",
                "kind": "initiative",
                "document_id": "dabcdefghijkl",
                "title": "Klimatskolan",
                "recommendation": "hold",
                "gate": "none",
                "status": "draft",
                "previous": None,
            }
        ],
        "next": None,
    },
}
"""What is given, by method and path."""
