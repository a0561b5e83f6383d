from pathlib import Path

import pytest

from corpus.errors import DamagedDocumentError
from corpus.store import document_id
from eval.causal import Shelf, library_sources
from eval.originals import reduce_text

GEF, C40 = "partner-gef", "partner-c40"


def texts(shelf: Shelf) -> dict[str, str]:
    held = shelf.store.catalog.documents()
    return {one.id: shelf.store.catalog.text(one.id, one.version) for one in held}


def test_every_shipped_document_is_taken_by_its_markdown() -> None:
    sources = library_sources()
    assert len(sources) == len({source.key for source in sources}) >= 24
    assert all(source.path.suffix == ".md" and source.path.is_file() for source in sources)
    assert all(source.entry and source.entry.title for source in sources)


def test_a_change_lasts_until_the_next(shelf: Shelf) -> None:
    before = texts(shelf)
    gef, c40 = (document_id("partners", key) for key in (GEF, C40))
    assert shelf.stage(GEF, "# GEF\n\nFonden drivs av 9 banker.", collection="x") == gef
    assert "9 banker" in texts(shelf)[gef]
    assert shelf.words_of(gef) == reduce_text("GEF Fonden drivs av 9 banker")
    shelf.stage(C40, "# C40\n\nC40 är ett nätverk.", collection="x")
    assert texts(shelf)[gef] == before[gef]
    assert "ett nätverk" in texts(shelf)[c40]
    added = shelf.stage("note", "# Note\n\nHere is another thing.", collection="later")
    assert texts(shelf) == before | {added: texts(shelf)[added]}
    shelf.restore()
    assert texts(shelf) == before
    assert shelf.words_of(added) == ""
    assert reduce_text("Globala miljöfonden") in shelf.words_of(gef)
    assert shelf.source_text(GEF).startswith("# Globala")


def test_a_text_that_cannot_be_taken_in_ends_the_checks(shelf: Shelf) -> None:
    with pytest.raises(DamagedDocumentError, match=r"empty\.md.*can say nothing"):
        shelf.stage("empty", " ", collection="later")


def test_the_library_itself_is_never_written(shelf: Shelf) -> None:
    path = shelf.library[GEF].path
    before = path.read_bytes()
    shelf.stage(GEF, "# GEF\n\nAnnat.", collection="x")
    assert path.read_bytes() == before
    assert Path(shelf.staged[GEF].path).parent == shelf.desk
