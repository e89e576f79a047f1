"""Lawyers: people, firms, licences with their evidence, what was verified of them, and the directory."""
