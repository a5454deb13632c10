"""The rules of a consultation in plain Python: no clock, no request, no database."""
