"""A running `martlet serve` and a client for it, standard library only: what the service benchmarks share.

Starts the server on a free loopback port with a data folder of its own, signs up the first account (administrator) and
speaks JSON over keep-alive connections.
"""
import http.client, json, os, subprocess, tempfile, time, uuid


class Server:
    def __init__(self, martlet, models, data=None, environment=None):
        self.data = data or tempfile.mkdtemp(prefix="martlet-bench-")
        if not os.path.exists(os.path.join(self.data, "models")):
            os.symlink(os.path.abspath(models), os.path.join(self.data, "models"))
        self.log = open(os.path.join(self.data, "server.log"), "ab")
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [martlet, "serve", "--port", "0", "--data-dir", self.data],
            stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline().decode()
        if "listens on" not in line:
            raise SystemExit(f"martlet did not start: {line!r}; its log is {self.log.name}")
        self.port = int(line.rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200
        self.seconds_to_health = time.perf_counter() - started

    def resident_megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)

    def kill(self):
        self.process.kill()
        self.process.wait()


class Client:
    """One keep-alive connection with a token."""

    def __init__(self, server, token=None):
        self.server, self.token = server, token
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)

    def call(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if body is not None and not isinstance(body, bytes):
            body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        data = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {data[:300]!r}")
        return json.loads(data)

    def sign_up(self, email="bench@example.com"):
        answer = self.call("POST", "/api/v1/auths/signup", {"name": "Bench", "email": email, "password": "a long one"})
        self.token = answer["token"]
        return self

    def upload(self, name, content, wait=False, chunking=None):
        boundary = uuid.uuid4().hex
        body = (f'--{boundary}\r\nContent-Disposition: form-data; name="chunking"\r\n\r\n'
                f"{json.dumps(chunking or {})}\r\n"
                f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                f"Content-Type: text/plain\r\n\r\n").encode() + content + f"\r\n--{boundary}--\r\n".encode()
        path = "/api/v1/files/" + ("?process_in_background=false" if wait else "")
        return self.call("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def wait(self, file_id):
        """Blocks on the status stream until the file has settled; returns its status."""
        headers = {"Authorization": "Bearer " + self.token}
        self.connection.request("GET", f"/api/v1/files/{file_id}/process/status?stream=true", None, headers)
        response = self.connection.getresponse()
        status = None
        for line in response.read().decode().splitlines():
            if line.startswith("data:"):
                status = json.loads(line[5:])["status"]
        return status


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
