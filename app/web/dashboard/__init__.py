"""What a release looks like: sentences, charts and tables, for the public page and for staff who try a draft."""
