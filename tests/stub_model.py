"""A stand-in for an OpenAI-compatible endpoint, on the loopback."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Stub:
    """What the endpoint answers with, and what it was sent."""

    def __init__(self):
        self.status, self.body, self.delay, self.requests, self.url = 200, b"", 0, [], ""

    def says(self, *claims, tokens=50):
        self.body = reply({"claims": list(claims)}, tokens)


def reply(answer, tokens=50):
    content = answer if isinstance(answer, str) else json.dumps(answer)
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}}], "usage": {"total_tokens": tokens}}
    ).encode()


@contextmanager
def served(stub):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.requests.append((self.path, self.headers.get("Authorization"), body))
            time.sleep(stub.delay)
            self.send_response(stub.status)
            self.end_headers()
            self.wfile.write(stub.body)

        def log_message(self, *_):
            pass

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
