"""Our own written utterances, one file per obstacle, and the lexicon; data only."""
