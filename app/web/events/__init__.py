"""The door of those who come to an event: registering, changing and cancelling, without an account."""
