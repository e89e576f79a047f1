"""User journeys in a real browser against a real server process with the demo loaded."""
