"""Writes: threads and seats, messages, files, marks, notes, export."""
