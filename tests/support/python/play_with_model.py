"""Plays episodes of `offscript serve` with a chat model: play_with_model.py URL TOKEN MODEL_URL. One JSON verdict a line.

On the http interface there is no model: two fixed requests, to see that they arrive."""

import json
import sys

from offscript_client import Trainer, _json

ACTS = {
    "wait": lambda rollout, args: (rollout.wait(args["seconds"]), {"waited": args["seconds"]})[1],
    "say": lambda rollout, args: {"reply": rollout.say(args["text"])},
}


def play(rollout, model_url):
    prompt = "%s\n\nWorkflow: %s\nInputs: %s" % (rollout.instruction, rollout.workflow, json.dumps(rollout.inputs))
    messages = [{"role": "user", "content": prompt}]
    tools = [{"type": "function", "function": tool} for tool in rollout.tools]
    for _ in range(80):
        _, answer = _json("POST", model_url + "/chat/completions", {"model": "m", "messages": messages, "tools": tools})
        message = answer["choices"][0]["message"]
        messages.append(message)
        if not message.get("tool_calls"):
            break
        for call in message["tool_calls"]:
            name, args = call["function"]["name"], json.loads(call["function"]["arguments"])
            if name == "finish":
                return rollout.finish(args.get("answer"))
            if name == "report":
                return rollout.report(args["reason"], args["evidence"])
            result = ACTS[name](rollout, args) if name in ACTS else rollout.call(name, args)
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": json.dumps(result)})
    return rollout.finish()


def main(url, token, model_url):
    trainer = Trainer(url, token)
    for row in trainer.episodes():
        with trainer.start(row["id"], trial=1) as rollout:
            if row["interface"] == "tools":
                verdict = play(rollout, model_url)
            else:
                origin = next(iter(rollout.base_urls))
                rollout.request("GET", origin, "/v1/tickets")
                rollout.wait(2)
                rollout.request("POST", origin, "/v1/tickets", {"subject": "made by a client"})
                verdict = rollout.finish()
        print(json.dumps({"episode": row["id"], "verdict": verdict}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
