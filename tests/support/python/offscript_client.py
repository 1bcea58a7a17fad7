"""Client of `offscript serve SET` in plain standard-library Python.

    trainer = Trainer(url, token)                 # the first line that the command prints
    for row in trainer.episodes(split="train"):
        with trainer.start(row["id"]) as rollout:
            rollout.call("get_ticket", {"ticket_id": 7})
            print(rollout.finish()["reward"])
"""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class OffscriptError(Exception):
    def __init__(self, status, body):
        super().__init__("%s: %s" % (status, body.get("message") or body.get("error") or body))
        self.status = status
        self.body = body


def _send(method, url, body=None, headers=None, timeout=60):
    """Status, headers and the body's bytes; an HTTP error is an answer, not an exception."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def _json(method, url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    status, _, text = _send(method, url, data, {"Content-Type": "application/json", **(headers or {})})
    return status, json.loads(text or b"{}")


class Trainer:
    def __init__(self, url, token):
        self.url = url
        self._headers = {"Authorization": "Bearer " + token}

    def _ask(self, method, path, body=None):
        return _json(method, self.url + path, body, self._headers)

    def episodes(self, **where):
        """Dataset rows: id, instruction, inputs, interface, family, split, budget."""
        status, body = self._ask("GET", "/episodes?" + urllib.parse.urlencode(where))
        if status != 200:
            raise OffscriptError(status, body)
        return body["episodes"]

    def start(self, episode, trial=None, patience=300.0):
        """A rollout; waits while the server is full, at most `patience` seconds."""
        wanted = {"episode": episode} if trial is None else {"episode": episode, "trial": trial}
        until, pause = time.monotonic() + patience, 0.02
        while True:
            status, body = self._ask("POST", "/rollouts", wanted)
            if status == 201:
                return Rollout(self, body)
            if status != 503 or time.monotonic() > until:
                raise OffscriptError(status, body)
            time.sleep(pause)
            pause = min(2 * pause, 1.0)


class Rollout:
    """One attempt. Fields: id, instruction, inputs, workflow, policy, tools, base_urls, credentials, timeout."""

    def __init__(self, trainer, told):
        self._trainer = trainer
        self._control = told["control"]
        self._ended = False
        self.id = told["id"]
        self.instruction = told["instruction"]
        self.inputs = told["inputs"]
        self.workflow = told["workflow"]
        self.policy = told["policy"]
        self.tools = told["tools"]
        self.base_urls = told["baseUrls"]
        self.credentials = told["credentials"]
        self.timeout = told["timeoutMs"] / 1000

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self._ended:
            self.drop()

    def _act(self, action, body):
        status, answer = _json("POST", self._control + "/" + action, body)
        if status != 200:
            raise OffscriptError(status, answer)
        return answer

    def call(self, name, arguments=None):
        """On the tools interface: {status, headers, body, truncated}."""
        return self._act("call", {"name": name, "arguments": arguments or {}})

    def request(self, method, origin, target, body=None, headers=None):
        """On the http interface: status (0: no answer came), headers, text; credentials of the first principal are attached."""
        attached = dict(self.credentials[origin][0]["headers"]) if self.credentials.get(origin) else {}
        data = None if body is None else json.dumps(body).encode()
        sent = {**({} if data is None else {"Content-Type": "application/json"}), **attached, **(headers or {})}
        try:
            status, answered, text = _send(method, self.base_urls[origin] + target, data, sent, self.timeout + 5)
        except (OSError, http.client.HTTPException) as error:
            return 0, {}, str(error)
        return status, answered, text.decode(errors="replace")

    def wait(self, seconds):
        self._act("wait", {"seconds": seconds})

    def say(self, text):
        return self._act("say", {"text": text})["reply"]

    def report(self, reason, evidence=()):
        """Ends it: the right act is not to act."""
        self._act("report", {"reason": reason, "evidence": list(evidence)})
        return self.finish()

    def finish(self, answer=None):
        """Ends it where it is not over, and gives the verdict."""
        status, verdict = self._trainer._ask("POST", "/rollouts/" + self.id + "/finish", {"answer": answer})
        if status != 200:
            raise OffscriptError(status, verdict)
        self._ended = True
        return verdict

    def drop(self):
        self._trainer._ask("DELETE", "/rollouts/" + self.id)
        self._ended = True
