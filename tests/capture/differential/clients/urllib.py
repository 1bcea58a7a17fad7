"""Sends the requests of a JSON file with urllib, one after the other, and prints what was seen of each answer."""
import base64, json, ssl, sys, urllib.error, urllib.request


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


plan = json.load(open(sys.argv[1]))
context = ssl.create_default_context(cadata=plan["trust"]) if plan["trust"] else None
proxies = {"http": plan["proxy"], "https": plan["proxy"]} if plan["proxy"] else {}
opener = urllib.request.build_opener(
    Stay, urllib.request.ProxyHandler(proxies), *([urllib.request.HTTPSHandler(context=context)] if context else [])
)
for sent in plan["requests"]:
    body = None if sent["body"] is None else base64.b64decode(sent["body"])
    request = urllib.request.Request(plan["origin"] + sent["path"], data=body, method=sent["method"])
    for name, value in sent["headers"]:
        request.add_header(name, value)
    if body is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "application/octet-stream")
    try:
        answer = opener.open(request, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    content = base64.b64encode(answer.read()).decode()
    print(json.dumps({"status": answer.status, "headers": list(answer.headers.items()), "body": content}), flush=True)
