"""Curation: starting a site and new records."""
