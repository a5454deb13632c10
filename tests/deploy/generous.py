"""A program that lets everyone keep whatever it says, to see what nginx keeps. Each answer has its own number."""

from itertools import count

NUMBERS = count()


def app(environ, start_response):
    environ["wsgi.input"].read()
    told = [environ.get(name, "") for name in ("HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH")]
    headers = [
        ("Cache-Control", "public, max-age=600"),
        ("ETag", '"kept"'),
        ("Vary", "Accept-Language, Accept-Encoding"),
    ]
    start_response("200 OK", headers)
    return [f"{next(NUMBERS)} {'|'.join(told)}".encode()]
