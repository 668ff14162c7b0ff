"""`course-app serve` with another number of blocking threads: `python -m tests.bench.serve_with 8 --port …`."""

import sys

from course_app.__main__ import main
from course_app.commands import web_server

if __name__ == "__main__":
    web_server.BLOCKING_THREADS = int(sys.argv.pop(1))
    sys.argv.insert(1, "serve")
    main()
