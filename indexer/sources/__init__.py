"""Files as received, made into articles."""
