"""What gunicorn and the flask command start."""

from app.web import create_app

app = create_app()
