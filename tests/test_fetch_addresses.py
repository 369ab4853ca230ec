"""Which addresses count as public, looking through IPv4 written as IPv6."""

import ipaddress

import pytest

from publisher.fetch.hosts import is_public


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "240.0.0.1",
        "0.0.0.0", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "fec0::1",
        "::ffff:10.0.0.1", "::10.0.0.1", "2002:a00:1::", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001:db8::1",
        "2001:0:a00:1::",
    ],
)  # fmt: skip
def test_an_inner_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "157.150.185.49", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
