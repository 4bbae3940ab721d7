"""Formats: one file each, named as the format; a pure function from a digest to text."""
