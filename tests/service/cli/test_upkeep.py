import json
import shutil


def test_the_doctor_is_content_with_a_sound_folder(samklang, own_shelf):
    done = samklang("doctor", "--json", data=own_shelf)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["ok"] is True
    assert told["checks"]
    assert all(set(check) == {"name", "ok", "figures", "advice"} for check in told["checks"])
    assert "✓" in samklang("doctor", data=own_shelf).stdout


def test_the_doctor_sees_a_lost_index_and_a_rebuild_mends_it(samklang, own_shelf):
    shutil.rmtree(own_shelf / "lexicon")
    sick = samklang("doctor", data=own_shelf)
    assert sick.returncode == 1
    assert "✗" in sick.stdout
    assert "index rebuild" in sick.stdout
    before = json.loads(samklang("documents", "--json", data=own_shelf).stdout)["documents"]
    rebuilt = samklang("index", "rebuild", "--json", data=own_shelf)
    assert rebuilt.returncode == 0
    told = json.loads(rebuilt.stdout)
    assert told["passages"] == sum(document["passages"] for document in before)
    assert samklang("doctor", data=own_shelf).returncode == 0
