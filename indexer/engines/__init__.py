"""Engines: where articles are kept and found."""
