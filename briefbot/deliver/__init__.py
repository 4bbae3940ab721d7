"""Where digests go: one file for each kind of destination."""
