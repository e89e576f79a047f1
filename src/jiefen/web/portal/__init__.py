"""Front door and sign-in."""
