"""Dateline: article summaries and YAML metadata in, a static briefing site out."""

__version__ = "0.1.0"
