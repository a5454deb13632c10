"""The published cells of a release as tables anyone can use: made from a release and its questionnaire, nothing else."""
