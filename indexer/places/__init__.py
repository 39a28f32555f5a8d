"""Provinces and districts through time, and the tagger that finds them in a text."""
