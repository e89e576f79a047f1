"""The public directory: lists of lawyers and firms, profiles, the published ranking rule, joining."""
