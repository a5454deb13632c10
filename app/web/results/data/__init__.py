"""Open data: the published cells of a release as files anyone may use, and what portals and doubters need to know."""
