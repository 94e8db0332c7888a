"""The commands `tanya-arsip COMMAND`, `python scripts/COMMAND.py` and `python -m bot`."""
