"""Tests of the formats: real rows, real files, read back by other programs."""
