"""A program that answers with everything it was told about a request, to see what nginx and gunicorn pass on."""

import json


def app(environ, start_response):
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
