"""The bot, really running against a Bot API server on loopback."""

from tests.support.running import answers, loopback, running, settings, tg

__all__ = ["answers", "loopback", "running", "settings", "tg"]
