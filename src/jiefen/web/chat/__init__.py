"""The conversation on a page: one panel for clients and lawyers, and the posts that work without JavaScript."""
