"""One file to one record: reading, front matter, schema, markup, references, and the gate."""
