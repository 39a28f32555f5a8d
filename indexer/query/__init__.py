"""What a person typed, as a tree of our own."""
