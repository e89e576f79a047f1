"""Tests of web.portal."""
