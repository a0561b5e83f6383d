"""The shipped samples that were misread once, the order of documents, and a very long text."""

import shutil

import pytest

from corpus.assessment import FundingStatus, Kind, Stance
from ingest.intake import ingest_files
from ingest.walk import Source, find_sources
from pipeline.assess import draft_assessment
from pipeline.assess.weigh import LONGER

SAMPLES = {
    "sample-grannskap-over-sundet",
    "sample-baltic-flood-neighbours",
    "sample-climate-city-forum",
    "sample-klimatsmarta-skolgardar",
}
TEXTS = {
    "bruk.md": "# Bruksgatan\n\nFem städer i tre länder lär av varandra i ett nätverk. "
    "Ingen finansiär är kontaktad.\n",
    "quay.md": "# The quay\n\nThe council alone decides on the quay and residents are kept out. "
    "The Harbour Fund granted EUR 2 million on 3 May 2026.\n",
    "torg.md": "# Torget\n\nKommunerna pekade själva ut torget i sina klimatkontrakt. "
    "Vi har sökt 3 miljoner kronor hos Energimyndigheten.\n",
}


@pytest.fixture(scope="module")
def samples(library, open_shelf, tmp_path_factory):
    folder = shutil.copytree(library, tmp_path_factory.mktemp("samples") / "data")
    with open_shelf(folder) as store:
        sources = find_sources((), collection=None).sources
        list(ingest_files(store, [one for one in sources if one.key in SAMPLES]))
        yield store


def sample(store, title):
    [one] = [d for d in store.catalog.documents() if d.title == title]
    return draft_assessment(store, one, kind=Kind.INITIATIVE, permitted=())


# these two were looked at when harmless denials were described, so they measure nothing
@pytest.mark.parametrize(
    ("title", "recommendation"),
    [
        ("Grannskap över sundet", "proceed"),
        ("Baltic Flood Neighbours", "proceed_with_conditions"),
    ],
)
def test_a_sample_that_only_denies_what_is_bad_is_not_held_for_it(samples, title, recommendation):
    drafted = sample(samples, title)
    assert Stance.CONTRADICTS not in {found.verdict for found in drafted.findings}
    assert drafted.recommendation == recommendation


def test_a_forum_beside_one_that_exists_is_named_as_a_duplicate(samples):
    drafted = sample(samples, "The Annual European Climate City Forum in Ljungvik")
    [arenas] = [one for one in drafted.findings if one.criterion == "T2"]
    assert arenas.verdict is Stance.CONTRADICTS
    assert "duplicates-arena" in drafted.flaws
    assert any("Transition Lab Forum" in one.quote for one in arenas.initiative_evidence)


def test_an_initiative_paid_by_a_budget_that_was_decided_is_not_unfunded(samples):
    """Guarantee: who says that no grant is sought from others is not told to lack money."""
    drafted = sample(samples, "Klimatsmarta skolgårdar i Ådalsbygden")
    assert drafted.gate.status is FundingStatus.SECURED
    assert drafted.flaws == ("purely-national",)
    assert (drafted.recommendation, drafted.rule) == ("decline", "no-direction")


def taken(store, folder, names):
    sources = []
    for name in names:
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
        sources.append(Source(folder / name, name, "initiatives"))
    ids = [one.document_id for one in ingest_files(store, sources)]
    return {name: store.catalog.document(i) for name, i in zip(names, ids, strict=True)}


def test_the_order_in_which_documents_were_taken_in_changes_no_finding(
    library, open_shelf, tmp_path
):
    told = []
    for turn, names in enumerate((list(TEXTS), list(reversed(TEXTS)))):
        folder = shutil.copytree(library, tmp_path / f"data{turn}")
        with open_shelf(folder) as store:
            documents = taken(store, tmp_path, names)
            drafts = {name: draft_assessment(store, documents[name]) for name in sorted(TEXTS)}
            told.append({name: one.findings for name, one in drafts.items()})
            told[-1] |= {f"rule of {name}": one.rule for name, one in drafts.items()}
    assert told[0] == told[1]
    assert {f.verdict for name in TEXTS for f in told[0][name]} > {Stance.SILENT}


def test_three_hundred_pages_are_answered_with_a_clearer_bar_and_few_quotes(
    library, open_shelf, tmp_path
):
    chapters = [
        f"## Kapitel {number}\n\nI kapitel {number} beskrivs ledning {number} och dess ventiler. "
        f"Rör nummer {number} ligger två meter under gatan och målas vartannat år.\n"
        for number in range(1, 301)
    ]
    chapters[150] += "\nIngen finansiär är kontaktad.\n"
    path = tmp_path / "long.md"
    path.write_text("# Ledningar\n\n" + "\n".join(chapters), encoding="utf-8")
    with open_shelf(shutil.copytree(library, tmp_path / "data")) as store:
        [outcome] = ingest_files(store, [Source(path, "long.md", "initiatives")])
        document = store.catalog.document(outcome.document_id)
        drafted = draft_assessment(store, document, kind=Kind.INITIATIVE, permitted=())
    assert drafted.trace["sentences"] >= max(LONGER[0][0], 600)
    assert drafted.flaws[0] == "unfunded"
    assert drafted.recommendation in ("hold", "decline")
    for finding in drafted.findings:
        assert finding.searched == drafted.trace["sentences"]
        assert len(finding.initiative_evidence) <= 3
