"""Extraction: text in, candidate claims out. Pure Python: no Django, no database, no network."""
