"""Teaching the area classifier."""
