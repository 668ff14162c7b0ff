"""Pages are compressed on the fly (Flask-Compress); static files lie compressed beside themselves."""

from flask import Flask, Response
from flask_compress import Compress

PAGE = "text/html"

compress = Compress()


def register(app: Flask) -> None:
    """Zstandard where the browser takes it, else Brotli or gzip; low levels: a page is made once for one reader.

    At its first level Zstandard takes half of Brotli's time for a lesson, and less room.
    """
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_ZSTD_LEVEL=1,
        COMPRESS_BR_LEVEL=1,
        COMPRESS_LEVEL=1,
        COMPRESS_MIN_SIZE=600,
        COMPRESS_MIMETYPES=[PAGE],
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    compress.init_app(app)
    app.after_request(_compress_page)


def _compress_page(response: Response) -> Response:
    """Redirects and the few words of JSON are not worth looking at."""
    return compress.after_request(response) if response.status_code == 200 and response.mimetype == PAGE else response
