"""Web Push by the letter: the example of RFC 8291, what is no subscription, and where nothing is sent."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.outbox import webpush
from huiyin.kernel.outbox.tests.push_service import PushService, signed_for
from huiyin.kernel.outbox.webpush import Subscription, decoded
from huiyin.settings.gateways import PUSH_HOSTS, gateways_from

THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_letter_by_letter():
    """RFC 8291, section 5 and appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    device = Subscription("https://push.example.net/push/x", decoded(THEIRS), decoded("BTBZMqHH6r4Tts7J_aSIgg"))
    text = b"When I grow up, I want to be a watermelon"
    assert webpush.encoded(webpush.sealed(device, text, own, decoded("DGv6ra1nlYgDCS1FRnbzlw"), length=0)) == SEALED


def test_every_message_is_equally_long():
    device = Subscription("https://push.example.net/x", decoded(THEIRS), b"0" * 16)
    lengths = {len(webpush.sealed(device, text)) for text in (b"", b"a", "长".encode() * 400)}
    assert len(lengths) == 1
    assert lengths.pop() <= 4096


def test_the_signature_names_the_service_a_contact_and_an_end():
    key = webpush.private_key(b"7" * 32)
    claims = signed_for(webpush.authorization("https://push.example.net", key, "mailto:a@b.example", 1_000_000))
    assert claims["aud"] == "https://push.example.net"
    assert claims["sub"] == "mailto:a@b.example"
    assert 1_000_000 < claims["exp"] <= 1_000_000 + 86_400, "a day at most (RFC 8292, 2)"
    assert claims["k"] == webpush.encoded(webpush.public_half(webpush.private_key(b"7" * 32))), "the same for ever"


@given(st.text(max_size=200) | st.recursive(st.none() | st.text(), lambda one: st.lists(one)).map(str))
def test_nonsense_is_no_subscription(text):
    assert webpush.subscription(text) is None


def test_a_key_that_is_no_point_of_the_curve_is_none():
    service = PushService()
    service.stop()
    assert webpush.subscription(service.device()) is not None
    for keys in ({"p256dh": "BAAA", "auth": "AAAA"}, {"p256dh": THEIRS, "auth": "short"}, {"p256dh": None, "auth": 3}):
        assert webpush.subscription(service.device(keys=keys)) is None
    for endpoint in ("javascript:alert(1)", "https://a b/", "https://" + "a" * 3000, 7, ""):
        assert webpush.subscription(service.device(endpoint=endpoint)) is None


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://notify.windows.com.evil.example/x",
        "https://user@web.push.apple.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "http://169.254.169.254/latest/meta-data",
    ],
)
def test_nothing_is_sent_to_a_host_that_the_installation_does_not_name(endpoint):
    assert webpush.target(endpoint, PUSH_HOSTS) is None


def test_the_usual_services_and_one_in_the_house():
    assert webpush.target("https://fcm.googleapis.com/fcm/send/x", PUSH_HOSTS)
    assert webpush.target("https://wns2-par02p.notify.windows.com/w/?token=x", PUSH_HOSTS).path == "/w/?token=x"
    house = webpush.target("http://push.house:8080/x", ["http://push.house:8080"])
    assert house.inside
    assert not webpush.target("https://fcm.googleapis.com/x", PUSH_HOSTS).inside


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0", "224.0.0.1"])  # fmt: skip
def test_an_address_of_the_house_is_none_of_the_world(address):
    assert not webpush.is_public(address)
    assert webpush.is_public("8.8.8.8")


def test_the_file_names_services(tmp_path):
    path = tmp_path / "gateways.toml"
    path.write_text("[push]\n")
    assert gateways_from(path).web["push"].hosts == PUSH_HOSTS
    path.write_text('[push]\nhosts = ["push.school.example", "*.push.example", "http://push.house:8080"]\n')
    assert len(gateways_from(path).web["push"].hosts) == 3
    for wrong in (
        'hosts = ["https://a.example/path"]',
        'hosts = "a.example"',
        "hosts = []",
        'url = "https://a.example"',
    ):
        path.write_text(f"[push]\n{wrong}\n")
        with pytest.raises(Exception, match=r"\[push\]"):
            gateways_from(path)
