"""The addresses of hosts, and which of them lie on the public internet."""

import ipaddress
import socket
import threading

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215


def is_public(address: IPAddress) -> bool:
    """Whether an address lies on the public internet, looking through IPv4 written as IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address in NAT64_LOCAL or address.is_site_local or address.teredo is not None:
            return False
    # 100.64.0.0/10 is neither private nor global, multicast may be global: hence both questions.
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve_host(host: str, port: int, seconds: float) -> tuple[IPAddress, ...]:
    """The addresses of a host; raises gaierror for a name unknown and TimeoutError after `seconds`."""
    answer: list[tuple[IPAddress, ...] | Exception] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.append(tuple(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows))
        except Exception as error:  # noqa: BLE001 - handed over to the thread that asked
            answer.append(error)

    # getaddrinfo has no time limit of its own and may wait for a minute.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(seconds, 0))
    if not answer:
        raise TimeoutError("the name server did not answer")
    if isinstance(answer[0], Exception):
        raise answer[0]
    return tuple(dict.fromkeys(answer[0]))
