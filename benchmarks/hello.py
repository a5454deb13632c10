"""The smallest Flask application there is: what all pages are compared with."""

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    return "Hello, World!"
