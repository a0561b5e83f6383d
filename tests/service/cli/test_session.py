import pytest

from service.cli.session import Gauge


def test_progress_is_silent_without_a_terminal(capfd):
    gauge = Gauge()
    gauge.report("building", 0.2)
    gauge.report("embedding", 0.5)
    gauge.report("building", 1.0)
    gauge.forget("embedding")
    gauge.forget("never begun")
    gauge.close()
    out, err = capfd.readouterr()
    assert (out, err.strip()) == ("", "")


@pytest.mark.parametrize("begun", [False, True])
def test_a_note_reaches_stderr(capfd, begun):
    gauge = Gauge()
    if begun:
        gauge.report("something", 0.5)
    gauge.note("a line [with] brackets")
    gauge.close()
    out, err = capfd.readouterr()
    assert out == ""
    assert "a line [with] brackets" in err
