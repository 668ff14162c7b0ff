"""Pages are compressed on the fly (Flask-Compress); static files lie compressed beside themselves."""

from flask import Flask
from flask_compress import Compress

compress = Compress()


def register(app: Flask) -> None:
    """Brotli where the browser takes it, else gzip; low levels, since a page is made once for one reader."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=1,
        COMPRESS_LEVEL=1,
        COMPRESS_MIN_SIZE=600,
        COMPRESS_MIMETYPES=["text/html", "application/json", "application/problem+json"],
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    compress.init_app(app)
