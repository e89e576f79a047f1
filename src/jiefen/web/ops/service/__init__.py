"""How the free lane runs: the board, the week's roster, hands-on work."""
