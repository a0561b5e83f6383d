import pytest

from corpus.errors import SettingsError
from corpus.settings import Settings
from pipeline.llm import read_endpoint


def read(llm, base_url=None, **more):
    return read_endpoint(Settings(llm=llm, llm_base_url=base_url, **more))


def test_without_a_model_there_is_no_endpoint():
    assert read_endpoint(Settings()) is None


@pytest.mark.parametrize(
    ("llm", "base_url", "host", "outside"),
    [
        ("openai:gpt-x", None, "api.openai.com", True),
        ("mistralai:m", None, "api.mistral.ai", True),
        ("ollama:qwen3:8b", None, "127.0.0.1:11434", False),
        ("openai:m", "http://localhost:8080/v1/", "localhost:8080", False),
        ("openai:m", "http://[::1]:8080/v1", "[::1]:8080", False),
        ("openai:m", "http://127.9.9.9/v1", "127.9.9.9", False),
        ("openai:m", "http://192.168.1.4/v1", "192.168.1.4", True),
        ("openai:m", "http://10.1.2.3:80/v1", "10.1.2.3:80", True),
        ("openai:m", "http://[::ffff:10.0.0.1]/v1", "[::ffff:10.0.0.1]", True),
        ("openai:m", "http://[::ffff:127.0.0.1]/v1", "[::ffff:127.0.0.1]", False),
        ("openai:m", "http://[fd00::7]/v1", "[fd00::7]", True),
        ("openai:m", "http://llm.staden.example/v1", "llm.staden.example", True),
        ("openai:m", "https://8.8.8.8/v1", "8.8.8.8", True),
        ("openai:m", "https://localhost.evil.example/v1", "localhost.evil.example", True),
    ],
)
def test_names_the_host_and_whether_text_leaves_this_machine(llm, base_url, host, outside):
    endpoint = read(llm, base_url, llm_api_key="k")
    assert (endpoint.host, endpoint.outside) == (host, outside)
    assert not endpoint.base_url.endswith("/")


def test_a_model_name_may_hold_colons():
    endpoint = read("ollama:qwen3:8b")
    assert (endpoint.provider, endpoint.model) == ("ollama", "qwen3:8b")


@pytest.mark.parametrize(
    "llm", ["gpt-4", "anthropic:claude", "openai:", "openai: ", ":m", "huggingface:x"]
)
def test_another_provider_is_refused_and_the_three_are_listed(llm):
    with pytest.raises(SettingsError, match="openai:NAME, ollama:NAME, mistralai:NAME"):
        read(llm)


@pytest.mark.parametrize(
    "address",
    [
        "http://8.8.8.8/v1",
        "http://169.254.169.254/v1",  # where clouds keep secrets
        "http://0.0.0.0/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://[2001:4860::1]/v1",
        "http://172.32.0.1/v1",
    ],
)
def test_plain_http_to_a_public_address_is_refused(address):
    with pytest.raises(SettingsError, match="use https"):
        read("openai:m", address)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://host/v1", "http"),
        ("file:///etc/passwd", "http"),
        ("host/v1", "http"),
        ("http://", "http"),
        ("http://host:notaport/v1", "not an address"),
        ("http://[::1/v1", "not an address"),
        ("https://host/v1?key=abc", "without"),
        ("https://host/v1#x", "without"),
    ],
)
def test_what_is_no_usable_address_is_refused(address, told):
    with pytest.raises(SettingsError, match=told):
        read("openai:m", address)


def test_a_password_in_the_address_is_refused_and_not_repeated():
    with pytest.raises(SettingsError, match="no user name") as caught:
        read("openai:m", "https://anna:hemligt@host/v1")
    assert "hemligt" not in str(caught.value)


@pytest.mark.parametrize("llm", ["openai:m", "mistralai:m"])
def test_a_provider_that_wants_a_key_is_not_used_without(llm):
    with pytest.raises(SettingsError, match="SAMKLANG_LLM_API_KEY"):
        read(llm)
    assert read(llm, "http://127.0.0.1:1/v1") is not None


@pytest.mark.parametrize("key", ["sk-å1", "sk-1\n", " sk-1", "sk 1", "sk-\x00"])
def test_a_key_no_header_can_carry_is_told_at_once_and_not_repeated(key):
    with pytest.raises(SettingsError, match="SAMKLANG_LLM_API_KEY") as caught:
        read("openai:m", llm_api_key=key)
    assert key.strip() not in str(caught.value)


def test_a_cost_ceiling_without_prices_is_refused():
    with pytest.raises(SettingsError, match="SAMKLANG_LLM_PRICE_IN"):
        read("ollama:m", llm_daily_cost=5)
    assert read("ollama:m", llm_daily_cost=5, llm_price_out=1) is not None


def test_the_key_is_in_no_repr_and_in_no_complaint(tmp_path, monkeypatch):
    from corpus.settings import load_settings

    assert "sk-hemlig" not in repr(Settings(llm_api_key="sk-hemlig"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samklang.toml").write_text('llm_apikey = "sk-hemlig"\n')
    with pytest.raises(SettingsError, match="llm_apikey") as caught:
        load_settings()
    assert "sk-hemlig" not in str(caught.value)
