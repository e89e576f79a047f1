"""Articles at the lawyer's desk: writing them, and answering complaints about them."""
