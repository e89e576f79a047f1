"""Conversations: threads, seats, numbered messages, attachments. Knows nothing of why people talk."""
