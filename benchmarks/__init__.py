"""Measurements; a package by name, since pysbd installs one called `benchmarks` too."""
