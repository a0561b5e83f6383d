"""Where a request may go, what it carries, and what nobody else gets to see."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from corpus.errors import LanguageModelError
from pipeline.llm import Ended, Fault, Form, Message
from pipeline.llm import wire as wire_module
from tests.faulty import collect, serve_faults

PROMPT = [Message("user", "Vad gäller i hamnen?")]


async def answer(model):
    return await asyncio.wait_for(
        collect(model.stream(PROMPT, schema=None, form=Form.TEXT)), timeout=10
    )


async def fault_of(model):
    with pytest.raises(LanguageModelError) as caught:
        await answer(model)
    return caught.value


@pytest.fixture
def resolve(monkeypatch):
    """Let names lead where the test says; each list of addresses is given out once."""

    def led_to(*answers):
        asked = []

        async def getaddrinfo(self, host, port, **_):
            asked.append(host)
            found = answers[min(len(asked), len(answers)) - 1]
            if isinstance(found, Exception):
                raise found
            kinds = [socket.AF_INET6 if ":" in one else socket.AF_INET for one in found]
            return [
                (kind, socket.SOCK_STREAM, 6, "", (one, port))
                for kind, one in zip(kinds, found, strict=True)
            ]

        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
        return asked

    return led_to


def named(faulty, name="modell.staden.example"):
    return faulty.base_url.replace("127.0.0.1", name)


async def test_a_name_within_the_own_network_is_asked_over_plain_http(chat, faulty, resolve):
    resolve(["127.0.0.1"])
    events = await answer(chat(llm_base_url=named(faulty)))
    assert isinstance(events[-1], Ended)
    assert faulty.requests[0].headers["host"].startswith("modell.staden.example:")


@pytest.mark.parametrize(
    "addresses",
    [
        ["8.8.8.8"],
        ["127.0.0.1", "8.8.8.8"],
        ["10.0.0.1", "2001:4860:4860::8888"],
        ["::ffff:8.8.8.8"],
        ["169.254.169.254"],
        ["0.0.0.0"],
    ],
)
async def test_one_public_address_is_enough_to_refuse_plain_http(addresses, chat, faulty, resolve):
    resolve(addresses)
    error = await fault_of(chat(llm_base_url=named(faulty)))
    assert error.fault == Fault.REFUSED_ADDRESS
    assert "https" in str(error)
    assert faulty.requests == []


async def test_what_was_checked_is_what_is_connected_to(chat, faulty, resolve):
    """A name that changes between check and connection (DNS rebinding) gains nothing."""
    asked = resolve(["127.0.0.1"], ["8.8.8.8"])
    assert isinstance((await answer(chat(llm_base_url=named(faulty))))[-1], Ended)
    assert asked == ["modell.staden.example"]


async def test_every_try_is_checked_anew(chat, faulty, resolve):
    asked = resolve(["127.0.0.1"], ["8.8.8.8"])
    error = await fault_of(chat("once-503", llm_base_url=named(faulty)))
    assert error.fault == Fault.REFUSED_ADDRESS
    assert len(asked) == 2


async def test_localhost_that_leads_elsewhere_is_refused(chat, faulty, resolve):
    """Text that may not leave this machine goes to no other, whatever its hosts file says."""
    resolve(["192.168.1.9"])
    model = chat(llm_base_url=named(faulty, "localhost"))
    assert not model.endpoint.outside
    assert (await fault_of(model)).fault == Fault.REFUSED_ADDRESS


async def test_a_name_with_a_dead_address_is_reached_at_the_next(chat, faulty, resolve):
    resolve(["::1", "127.0.0.1"])
    assert isinstance((await answer(chat(llm_base_url=named(faulty, "localhost"))))[-1], Ended)


async def test_an_unknown_name_is_told_when_asked_and_not_before(chat, faulty, resolve):
    resolve(socket.gaierror(-2, "Name or service not known"))
    model = chat(llm_base_url=named(faulty))
    error = await fault_of(model)
    assert error.fault == Fault.UNREACHABLE
    assert "no address is known" in str(error)


async def test_our_key_is_sent_and_none_that_lies_about(chat, faulty, monkeypatch):
    for name in ("OPENAI_API_KEY", "OLLAMA_API_KEY", "MISTRAL_API_KEY", "OPENAI_ORG_ID"):
        monkeypatch.setenv(name, "sk-annans")
    for provider in ("openai", "mistralai", "ollama"):
        await answer(chat(provider=provider, llm_api_key="sk-our"))
        await answer(chat(provider=provider))
    for number, received in enumerate(faulty.requests):
        sent = received.headers.get("authorization")
        assert sent == (None if number % 2 else "Bearer sk-our")
        assert "sk-annans" not in str(received.headers)
    assert len(faulty.requests) == 6


async def test_addresses_of_the_environment_change_nothing(chat, faulty, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.setenv(name, faulty.refused_url)
    monkeypatch.setenv("OLLAMA_HOST", faulty.refused_url)
    monkeypatch.setenv("MISTRAL_BASE_URL", faulty.refused_url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    faulty.context = 7777  # the listing is asked for apart
    for provider in ("openai", "mistralai", "ollama"):
        model = chat(provider=provider)
        assert isinstance((await answer(model))[-1], Ended)
        assert (await model.abilities()).context == 7777


async def test_no_tracer_set_in_the_environment_sees_the_prompt(chat, monkeypatch):
    from langchain_core.tracers.langchain import LangChainTracer
    from langsmith import utils

    made = []
    monkeypatch.setattr(LangChainTracer, "__init__", lambda *_, **__: made.append(1))
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    utils.get_env_var.cache_clear()
    try:
        assert utils.tracing_is_enabled()
        for provider in ("openai", "ollama"):
            await answer(chat(provider=provider))
    finally:
        monkeypatch.undo()
        utils.get_env_var.cache_clear()
    assert made == []


# --- https ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that nobody trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        signed.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture(scope="module")
def secure(certificate):
    with serve_faults(ssl_certfile=certificate) as endpoint:
        endpoint.secure_url = endpoint.base_url.replace("http://127.0.0.1", "https://localhost")
        yield endpoint


async def test_an_untrusted_certificate_is_refused_and_named(chat, secure):
    error = await fault_of(chat(llm_base_url=secure.secure_url, llm_api_key="k"))
    assert error.fault == Fault.UNREACHABLE
    assert "certificate is not trusted" in str(error)
    assert secure.requests == []


async def test_a_trusted_certificate_is_checked_against_the_name(
    chat, secure, certificate, monkeypatch
):
    """The connection goes to an address, the certificate is still for the name."""
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(wire_module, "_trusted", lambda: context)
    assert isinstance((await answer(chat(llm_base_url=secure.secure_url)))[-1], Ended)
    other = secure.secure_url.replace("localhost", "annan.localhost")
    assert (await fault_of(chat(llm_base_url=other))).fault == Fault.UNREACHABLE
