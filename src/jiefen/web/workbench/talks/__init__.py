"""Before, during: the rehearsal, the talk form, and both without a network."""
