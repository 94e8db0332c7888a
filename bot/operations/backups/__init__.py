"""Backups of the data folder: saved while everything runs, and restored."""
