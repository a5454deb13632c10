"""Mitsprache with the kind of log someone switches on to find a mistake: the control of the canary scan."""

import sys

from flask import request

from app.web import create_app

app = create_app()


@app.before_request
def tell_everything():
    print(request.full_path, request.form.to_dict(flat=False), request.remote_addr, file=sys.stderr, flush=True)
