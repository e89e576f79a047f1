"""Template tags and filters by what they are for; importing a module registers its tags with the library."""
