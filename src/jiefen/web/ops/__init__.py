"""The operator's surface: who is verified, what is reviewed, how the service runs."""
