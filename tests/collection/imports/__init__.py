"""Tests of collection.imports."""
