"""Tests of web.ui."""
