"""The door of those who look around: what it is about, how it goes on, who is responsible."""
