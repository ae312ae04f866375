"""House rules: what a desk asks of its records beyond what makes them sound, and how grave a breach is."""
