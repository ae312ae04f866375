"""Pages' bytes to a folder that equals them, whole or not at all."""
