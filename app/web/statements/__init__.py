"""The door of those who vote on statements, and what the votes say."""
