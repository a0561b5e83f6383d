import dataclasses
from pathlib import Path

from corpus.store import Store
from eval.boxes import Drawn, boxes_of, main, sample, text_under, to_page
from eval.originals import reduce_text
from eval.quotes import Quoted, read_answers


def paged(answers: Path) -> list[Quoted]:
    return sorted(
        (q for q in read_answers(answers) if q.page is not None), key=lambda q: (q.start, q.end)
    )


def test_a_sample_is_the_same_for_the_same_seed(answers_of_all: Path) -> None:
    quotes = set(paged(answers_of_all))
    assert sample(quotes, 5, 1) == sample(quotes, 5, 1) != sample(quotes, 5, 2)
    assert len(sample(quotes, 10**6, 1)) == len(quotes)


def test_boxes_of_real_sentences_cover_their_words_and_no_others(
    store: Store, answers_of_all: Path, tmp_path: Path, capsys
) -> None:
    given = [str(answers_of_all), "--data-dir", str(store.folder), "--out", str(tmp_path)]
    assert main([*given, "--count", "12"]) == 0
    assert len(list(tmp_path.glob("*.png"))) >= 12
    assert "12/12 1.000" in capsys.readouterr().out


def open_pdf(store: Store):
    import pypdfium2

    (document,) = store.catalog.documents(["strategy"])
    return pypdfium2.PdfDocument(store.original(document.sha256))


def test_a_box_too_few_or_too_many_shows(store: Store, answers_of_all: Path) -> None:
    quoted = next(q for q in paged(answers_of_all) if len(q.quote.split()) > 8)
    (drawn,) = boxes_of(store.catalog, dataclasses.replace(quoted, page_end=quoted.page))
    longer = dataclasses.replace(quoted, page_end=quoted.page, end=quoted.end + 12)
    (more,) = boxes_of(store.catalog, longer)
    pdf = open_pdf(store)
    try:
        page = pdf[drawn.page - 1]
        wanted = reduce_text(quoted.quote)
        assert text_under(page, drawn.rects) == wanted
        assert text_under(page, drawn.rects[1:]) != wanted
        assert text_under(page, more.rects) != wanted
        shifted = Drawn(drawn.page, tuple((a + 9, b, c + 9, d) for a, b, c, d in drawn.rects))
        assert text_under(page, shifted.rects) != wanted
    finally:
        pdf.close()


def test_points_are_turned_to_the_page_s_own_coordinates(store: Store) -> None:
    pdf = open_pdf(store)
    try:
        page = pdf[0]
        _, height = page.get_size()
        x, y = to_page(page, 0.0, 0.0)
        assert (round(x, 1), round(y, 1)) == (0.0, round(height, 1))
        page.set_rotation(90)
        x, y = to_page(page, 0.0, 0.0)
        assert (round(x, 1), round(y, 1)) == (0.0, 0.0)
    finally:
        pdf.close()
