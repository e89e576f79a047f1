"""Tests of web.workbench."""
