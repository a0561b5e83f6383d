"""Where the model is: only the administrator's settings say so, and some addresses are refused."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from corpus.errors import SettingsError

if TYPE_CHECKING:
    from corpus.settings import Settings

_DEFAULTS = {
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434",
    "mistralai": "https://api.mistral.ai/v1",
}
_NEED_KEY = ("openai", "mistralai")
_WANTED = ", ".join(f"{provider}:NAME" for provider in _DEFAULTS)
# RFC 1918 and RFC 4193; not link-local: cloud machines serve their own secrets there
_PRIVATE = tuple(
    ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat model and the server it is asked at.

    Attributes:
        provider: ``openai`` (the protocol, not the firm), ``ollama`` or ``mistralai``.
        model: its name there.
        base_url: without a slash at the end.
        host: the name shown to whoever asks where the text went, with the port if it is unusual.
        outside: whether text sent there leaves this machine.
    """

    provider: str
    model: str
    base_url: str
    host: str
    outside: bool

    @property
    def plain(self) -> bool:
        """Whether it is asked over http, readable to everyone between."""
        return self.base_url.startswith("http:")


def read_endpoint(settings: Settings) -> Endpoint | None:
    """The endpoint the settings name; None when they name none.

    Names are not looked up here: that is done at every connection, where it counts.

    Raises:
        SettingsError: no such provider, an address that may not be used, or a key is missing.
    """
    if settings.llm is None:
        return None
    provider, _, model = settings.llm.partition(":")
    if provider not in _DEFAULTS or not model.strip():
        raise SettingsError(f'SAMKLANG_LLM: wanted one of {_WANTED}; given "{settings.llm}"')
    base_url = (settings.llm_base_url or _DEFAULTS[provider]).rstrip("/")
    parts = _split(base_url)
    if provider in _NEED_KEY and base_url == _DEFAULTS[provider] and not settings.llm_api_key:
        raise SettingsError(
            f"SAMKLANG_LLM_API_KEY: {parts.hostname} wants a key and none is set. Set it, or set "
            "SAMKLANG_LLM_BASE_URL to a server of your own"
        )
    _check_key(settings)
    if settings.llm_daily_cost and not (settings.llm_price_in or settings.llm_price_out):
        raise SettingsError(
            "SAMKLANG_LLM_DAILY_COST is set and both prices are 0, so it would never be reached: "
            "set SAMKLANG_LLM_PRICE_IN and SAMKLANG_LLM_PRICE_OUT"
        )
    name = parts.hostname or ""
    shown = f"[{name}]" if ":" in name else name
    host = f"{shown}:{parts.port}" if parts.port else shown
    return Endpoint(provider, model.strip(), base_url, host, outside=not _names_this_machine(name))


def _check_key(settings: Settings) -> None:
    """Find what was copied along with a key before a request stumbles over it."""
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise SettingsError(
            "SAMKLANG_LLM_API_KEY: wanted ASCII letters, digits and signs; there is a space, a "
            "line break or another character in it (not shown here)"
        )


def _split(base_url: str) -> SplitResult:
    """The parts of an address that may be used."""
    where = "SAMKLANG_LLM_BASE_URL"
    try:
        parts = urlsplit(base_url)
        name, _ = parts.hostname, parts.port  # reading the port checks it
    except ValueError as error:
        raise SettingsError(f"{where}: not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not name:
        raise SettingsError(f"{where}: wanted http://… or https://…")
    if "@" in parts.netloc:
        raise SettingsError(
            f"{where}: no user name or password in an address, they end up in logs; set "
            "SAMKLANG_LLM_API_KEY"
        )
    if parts.query or parts.fragment:
        raise SettingsError(f"{where}: wanted an address without ? and #, as in http://{name}/v1")
    literal = read_address(name)
    if parts.scheme == "http" and literal is not None and not is_near(literal):
        raise SettingsError(
            f"{where}: http://{name} would send documents readable over open networks; use https"
        )
    return parts


def is_default(endpoint: Endpoint) -> bool:
    """Whether it is the provider's own server, where its model names mean what they say."""
    return endpoint.base_url == _DEFAULTS[endpoint.provider]


def read_address(name: str) -> Address | None:
    """The IP address a host name spells, if it is one."""
    try:
        return plain_address(ip_address(name.partition("%")[0]))
    except ValueError:
        return None


def plain_address(address: Address) -> Address:
    """An IPv4 address dressed as IPv6, undressed."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_near(address: Address) -> bool:
    """Whether an address is this machine's or of a private network."""
    return address.is_loopback or any(address in network for network in _PRIVATE)


def _names_this_machine(name: str) -> bool:
    literal = read_address(name)
    if literal is not None:
        return literal.is_loopback
    return name == "localhost" or name.endswith(".localhost")
