"""https as deployed: nginx with the certificate of an authority of our own."""

import http.client
import json
import socket
import ssl
import subprocess

import pytest

from tests.deploy.servers import free_port, place
from tests.deploy.test_nginx import touched
from tests.services import certificates

NAME = "localhost"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return certificates.authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure(authority):
    """nginx with TLS before gunicorn, with a program that shows what it was told."""
    with place() as servers:
        servers.gunicorn({}, program="tests.deploy.mirror:app")
        certificate, key = authority.sign(NAME)
        servers.https = free_port()
        servers.nginx(
            entrance="tls",
            site=NAME,
            http=f"127.0.0.1:{servers.port}",
            https=f"127.0.0.1:{servers.https}",
            certificate=str(certificate),
            certificate_key=str(key),
            acme=str(servers.state),
        )
        yield servers


def offer(authority, lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.TLSv1_3, ciphers="DEFAULT"):
    """A browser that knows these versions and ciphers, and trusts our authority."""
    context = ssl.create_default_context(cafile=authority.file)
    context.minimum_version, context.maximum_version = lowest, highest
    context.set_ciphers(ciphers)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def shake(secure, context):
    bare = socket.create_connection(("127.0.0.1", secure.https), 10)
    with context.wrap_socket(bare, server_hostname=NAME) as spoken:
        return spoken.version(), spoken.cipher()[0], spoken.selected_alpn_protocol(), spoken.session


def curl(secure, authority, *arguments, given=""):
    command = ["curl", "--silent", "--show-error", "--cacert", authority.file, *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_today_s_versions_are_spoken_with_ciphers_that_forget(secure, authority, version):
    spoken, cipher, protocol, _ = shake(secure, offer(authority, version, version))
    assert spoken == version.name.replace("_", ".")
    assert "GCM" in cipher
    assert cipher.startswith(("ECDHE", "TLS_AES"))
    assert protocol == "h2"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_yesterday_s_are_not(secure, authority):
    old = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match=r"PROTOCOL_VERSION|protocol version"):
        shake(secure, offer(authority, old, old, "DEFAULT@SECLEVEL=0"))


@pytest.mark.parametrize("cipher", ["AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-CHACHA20-POLY1305"])
def test_a_cipher_that_is_not_on_the_list_is_refused(secure, authority, cipher):
    two = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError, match=r"HANDSHAKE_FAILURE|handshake failure"):
        shake(secure, offer(authority, two, two, f"{cipher}@SECLEVEL=0"))


def test_no_ticket_is_handed_out_that_would_open_what_was_recorded(secure, authority):
    two = offer(authority, highest=ssl.TLSVersion.TLSv1_2)
    session = shake(secure, two)[-1]
    assert not session.has_ticket
    assert session.id  # the server remembers for ten minutes instead


def test_the_second_way_is_spoken_and_says_the_same(secure, authority):
    """Two names of one thing: HTTP/2 has no Host, and the program must not miss it."""
    told = [curl(secure, authority, way, "--write-out", " %{http_version}", f"https://{NAME}:{secure.https}/")
            for way in ("--http1.1", "--http2")]  # fmt: skip
    assert [words.rpartition(" ")[2] for words in told] == ["1.1", "2"]
    one, two = (json.loads(words.rpartition(" ")[0]) for words in told)
    assert one["HTTP_HOST"] == two["HTTP_HOST"] == f"{NAME}:{secure.https}"
    assert one.keys() == two.keys()


def test_without_https_one_is_led_there(secure):
    connection = http.client.HTTPConnection("127.0.0.1", secure.port, timeout=10)
    connection.request("GET", "/s/gut-leben?lang=uk", headers={"Host": "elsewhere.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{NAME}/s/gut-leben?lang=uk")
    connection.close()


def test_certbot_can_prove_the_name(secure):
    proof = secure.state / ".well-known" / "acme-challenge" / "proof"
    proof.parent.mkdir(parents=True)
    proof.write_text("ours")
    connection = http.client.HTTPConnection("127.0.0.1", secure.port, timeout=10)
    connection.request("GET", "/.well-known/acme-challenge/proof")
    assert connection.getresponse().read() == b"ours"
    connection.close()


@pytest.mark.parametrize("path", ["/", "/s/gut-leben", "/static/mitsprache.css", "/static/nothing.css"])
def test_whoever_was_here_comes_back_with_https(secure, authority, path):
    heads = curl(secure, authority, "--head", f"https://{NAME}:{secure.https}{path}").lower()
    assert heads.count("strict-transport-security: max-age=63072000") == 1


NO_LENGTH = ("--request", "POST", "--upload-file", "-")  # sent as it comes; how much that will be is not said before


@pytest.mark.parametrize(
    ("how", "status"),
    [(("--http2",), 200), (("--http1.1",), 200), (("--http2", *NO_LENGTH), 200), (("--http1.1", *NO_LENGTH), 411)],
)
def test_a_whole_form_never_touches_the_disk_on_this_way_either(secure, authority, how, status):
    form = "x=" + "y" * (256 * 1024 - 2)
    before = touched(secure.folder / "nginx")
    body = () if NO_LENGTH[0] in how else ("--data-binary", "@-")
    address = f"https://{NAME}:{secure.https}/s/gut-leben"
    told = curl(secure, authority, *how, *body, "--write-out", "%{http_code}", address, given=form)
    assert told.endswith(str(status))
    assert (len(told) > len(form)) == (status == 200)
    assert touched(secure.folder / "nginx") == before


def test_hundreds_who_send_nothing_keep_nobody_out(secure, authority):
    """Slowloris: connections that begin a request and never end it hold no worker."""
    idle = []
    try:
        for number in range(500):
            each = socket.create_connection(
                ("127.0.0.1", secure.https), 10, source_address=(f"127.0.1.{number % 250 + 1}", 0)
            )
            each.sendall(b"\x16\x03\x01")  # a handshake that stops after three bytes
            idle.append(each)
        for _ in range(500):
            each = socket.create_connection(("127.0.0.1", secure.port), 10)
            each.sendall(b"POST /s/gut-leben HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx=")
            idle.append(each)
        assert "gut-leben" in curl(secure, authority, "--max-time", "10", f"https://{NAME}:{secure.https}/s/gut-leben")
    finally:
        for each in idle:
            each.close()
    assert (secure.logs / "nginx-error.log").read_text() == ""


def test_behind_a_device_each_visitor_is_slowed_down_for_themselves():
    """entrance=proxy: nginx believes the device, and it alone, about for whom it asks."""
    with place() as servers:
        servers.gunicorn({}, program="tests.deploy.mirror:app")
        servers.nginx(proxy_address="127.0.0.9")

        def sign_in(visitor, device="127.0.0.9"):
            connection = http.client.HTTPConnection("127.0.0.1", servers.port, timeout=10, source_address=(device, 0))
            connection.request("POST", "/staff/sign-in", "x=1", {"X-Forwarded-For": visitor})
            told = connection.getresponse().read()
            connection.close()
            return b"HTTP_X_BUSY" in told, visitor.encode() in told

        first = [sign_in("198.51.100.1") for _ in range(8)]
        assert first == [(False, False)] * 6 + [(True, False)] * 2
        assert sign_in("198.51.100.2") == (False, False)
        claimed = [sign_in(f"198.51.100.{number}", "127.0.0.8")[0] for number in range(10, 18)]
        assert claimed[-1]  # whoever only claims to be a device is counted by their own address
