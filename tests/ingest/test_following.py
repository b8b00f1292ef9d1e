"""Followed addresses: a real server, and a network in place of the internet; the checks are the real ones."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpcore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import Refusal, RefusedInputError
from ingest.readers.following import follow, is_public, key_of_address
from ingest.records import Document
from ontology.iri import KEY_PATTERN

PUBLIC = "203.113.25.5"
HOST = "www.example.go.th"
NEWS = "กรมทดสอบได้รับรางวัลจากผลงานที่ประชาชนได้ประโยชน์"
PAGE = f"<html><body><article><h1>ข่าว</h1>{f'<p>{NEWS} และจะทำต่อไป</p>' * 5}</article></body></html>".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}
ANSWERS: dict[str, tuple[int, Mapping[str, str], bytes]] = {
    "/page": (200, HTML, PAGE),
    "/text": (200, {"Content-Type": "text/plain"}, NEWS.encode()),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/packed": (200, HTML | {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    "/large": (200, {"Content-Type": "text/plain"}, b"a" * 10_000_001),
    "/broken": (500, HTML, PAGE),
    "/on": (302, {"Location": "/page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/elsewhere": (302, {"Location": "https://evil.example/page"}, b""),
    "/plain": (302, {"Location": f"http://{HOST}/page"}, b""),
    "/inside": (302, {"Location": "https://127.0.0.1/page"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/port": (302, {"Location": f"https://{HOST}:8443/page"}, b""),
}


class Handler(http.server.BaseHTTPRequestHandler):
    asked: list[tuple[str, Mapping[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        status, headers, body = ANSWERS.get(self.path.partition("?")[0], (404, HTML, b""))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


class Stream(httpcore.NetworkStream):
    """A connection without TLS: certificates are not what is tested here."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self.inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, timeout)

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        assert ssl_context.check_hostname
        return self

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class Internet(httpcore.NetworkBackend):
    """Leads every address to the server of the test, and remembers it."""

    def __init__(self) -> None:
        self.reached: list[tuple[str, int]] = []
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        handler = type("Asked", (Handler,), {"asked": self.asked})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        listen = self.server.serve_forever  # the interval is how long a shutdown waits
        threading.Thread(target=listen, args=(0.01,), daemon=True).start()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.reached.append((host, port))
        ours = httpcore.SyncBackend().connect_tcp("127.0.0.1", self.server.server_address[1], timeout)
        return Stream(ours)


@pytest.fixture
def internet() -> Iterator[Internet]:
    ours = Internet()
    yield ours
    ours.server.shutdown()
    ours.server.server_close()


Follow = Callable[..., list[Document | Refusal]]


@pytest.fixture
def followed(internet: Internet, tmp_path: Path) -> Follow:
    def run(
        *addresses: str, hosts: Iterable[str] = (HOST,), leads_to: Iterable[str] = (PUBLIC,)
    ) -> list[Document | Refusal]:
        listed = tmp_path / "list.txt"
        listed.write_text("\n".join(addresses), encoding="utf-8")
        return list(follow(listed, list(hosts), lambda host, port: list(leads_to), internet))

    return run


def at(path: str) -> str:
    return f"https://{HOST}{path}"


def test_a_page_is_read_with_its_address(followed: Follow) -> None:
    (document,) = followed(at("/page?id=1"))
    assert isinstance(document, Document)
    assert NEWS in document.text
    assert (document.url, document.name) == (at("/page?id=1"), at("/page?id=1"))
    assert document.publisher == HOST
    assert KEY_PATTERN.fullmatch(document.key)


def test_the_connection_goes_to_the_address_that_was_checked(followed: Follow, internet: Internet) -> None:
    followed(at("/text"))
    assert internet.reached == [(PUBLIC, 443)]
    (asked,) = internet.asked
    assert asked[1]["Host"] == HOST


def test_we_say_who_we_are_and_take_nothing_packed(followed: Follow, internet: Internet) -> None:
    followed(at("/text"))
    headers = internet.asked[0][1]
    assert headers["User-Agent"].startswith("lertrat/")
    assert headers["Accept-Encoding"] == "identity"
    assert "Cookie" not in headers


def test_a_redirect_on_an_allowed_host_is_followed(followed: Follow) -> None:
    (document,) = followed(at("/on"))
    assert isinstance(document, Document)
    assert document.url == at("/page")


def test_comments_empty_lines_and_repetitions_are_passed_over(followed: Follow, internet: Internet) -> None:
    assert len(followed("# a list", "", at("/text"), f"  {at('/text')} ")) == 1
    assert len(internet.asked) == 1


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (at("/elsewhere"), "not allowed"),
        (at("/plain"), "only https"),
        (at("/inside"), "not allowed"),
        (at("/file"), "only https"),
        (at("/port"), "only https"),
        (at("/round"), "more than 5 times"),
        (at("/picture"), "image/png"),
        (at("/packed"), "gzip"),
        (at("/large"), "larger than 10 MB"),
        (at("/broken"), "status 500"),
        (at("/missing"), "status 404"),
    ],
)
def test_what_may_not_be_fetched_is_refused_and_the_rest_goes_on(
    followed: Follow, address: str, reason: str
) -> None:
    refusal, document = followed(address, at("/text"))
    assert isinstance(refusal, Refusal)
    assert refusal.path == address
    assert reason in refusal.reason
    assert refusal.mend
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/page",
        f"ftp://{HOST}/page",
        "file:///etc/passwd",
        "javascript:alert(1)",
        f"https://{HOST}:444/page",
        f"https://{HOST}@evil.example/page",
        f"https://user:pass@{HOST}/page",
        f"https://sub.{HOST}/page",
        f"https://{HOST}.evil.example/page",
        f"https://evil.example/{HOST}",
        f"https://evil.example#@{HOST}/",
        f"https://evil.example\\@{HOST}/",
        "https://127.0.0.1/page",
        "https://[::1]/page",
        "https://2130706433/page",
        "https://",
        "//evil.example/page",
        "www.example.go.th/page",
        "https://" + "a" * 3000,
    ],
)
def test_an_address_that_is_not_allowed_is_never_reached(
    followed: Follow, internet: Internet, address: str
) -> None:
    (refusal,) = followed(address)
    assert isinstance(refusal, Refusal)
    assert internet.reached == []


@pytest.mark.parametrize(
    "inner",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - one of those that must not be reached
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:203.113.25.5",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_a_name_that_leads_inside_is_not_reached(followed: Follow, internet: Internet, inner: str) -> None:
    for leads_to in ([inner], [PUBLIC, inner], [inner, PUBLIC]):
        (refusal,) = followed(at("/page"), leads_to=leads_to)
        assert isinstance(refusal, Refusal)
        assert "public internet" in refusal.reason
    assert internet.reached == []


def test_public_addresses_are_public() -> None:
    assert all(map(is_public, [PUBLIC, "8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"]))


def test_a_name_that_changes_its_mind_is_checked_each_time(tmp_path: Path, internet: Internet) -> None:
    minds = iter([[PUBLIC], ["127.0.0.1"]])
    listed = tmp_path / "list.txt"
    listed.write_text(f"{at('/broken')}\n{at('/page')}\n", encoding="utf-8")

    def resolve(host: str, port: int) -> list[str]:
        return next(minds)

    assert all(isinstance(item, Refusal) for item in follow(listed, [HOST], resolve, internet))
    assert {address for address, _ in internet.reached} == {PUBLIC}


def test_nothing_is_followed_without_an_allowed_host(followed: Follow, internet: Internet) -> None:
    with pytest.raises(RefusedInputError, match="--allow-host"):
        followed(at("/page"), hosts=())
    assert internet.reached == []


def test_a_host_is_allowed_exactly(followed: Follow) -> None:
    (document,) = followed(at("/text"), hosts=["WWW.Example.GO.TH."])
    assert isinstance(document, Document)


def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInputError, match="cannot be read"):
        list(follow(tmp_path / "none.txt", [HOST]))


def test_a_name_that_nobody_knows_is_refused(tmp_path: Path, internet: Internet) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    listed = tmp_path / "list.txt"
    listed.write_text(at("/page"), encoding="utf-8")
    (refusal,) = follow(listed, [HOST], resolve, internet)
    assert isinstance(refusal, Refusal)
    assert "no such name" in refusal.reason


def test_a_server_without_a_certificate_is_not_believed(tmp_path: Path, internet: Internet) -> None:
    class Bare(Internet):
        """The same without standing in for TLS: our server speaks none."""

        def connect_tcp(self, host: str, port: int, *more: Any, **options: Any) -> httpcore.NetworkStream:
            return httpcore.SyncBackend().connect_tcp("127.0.0.1", internet.server.server_address[1])

    bare = Bare.__new__(Bare)
    listed = tmp_path / "list.txt"
    listed.write_text(at("/page"), encoding="utf-8")
    (refusal,) = follow(listed, [HOST], lambda host, port: [PUBLIC], bare)
    assert isinstance(refusal, Refusal)
    assert "cannot be fetched" in refusal.reason


ADDRESSES = st.text() | st.from_regex(r"(https?:)?//[ -~]{0,60}", fullmatch=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ADDRESSES.filter(lambda address: HOST not in address.lower()))
def test_whatever_a_line_holds_no_other_host_is_reached(
    followed: Follow, internet: Internet, address: str
) -> None:
    assert all(isinstance(item, Refusal) for item in followed(address))
    assert internet.reached == []


@given(st.text())
def test_any_address_has_a_key(address: str) -> None:
    assert KEY_PATTERN.fullmatch(key_of_address(address))
