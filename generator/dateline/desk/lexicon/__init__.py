"""Words of a language, and names that everybody knows: what tells a person from a ministry."""
