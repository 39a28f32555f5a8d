"""Vietnamese text: normalised, cut into syllables, folded, segmented."""
