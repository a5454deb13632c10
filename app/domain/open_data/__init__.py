"""The published cells of a release as tables anyone can use: made of a release and its questionnaire only."""
