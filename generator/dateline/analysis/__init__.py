"""What the records say together: pure arithmetic over the published set."""
