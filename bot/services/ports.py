"""Ports the bot listens on."""

import socket


def listening(address: str, port: int) -> socket.socket:
    """A socket that listens there, for a server; OSError when that cannot be."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.create_server((address, port), family=family, backlog=128)
    opened.setblocking(False)
    return opened
