"""Tests of the open data build."""
