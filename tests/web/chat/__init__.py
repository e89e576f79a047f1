"""Tests of the conversation panel."""
