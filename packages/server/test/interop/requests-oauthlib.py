"""Sends one request, signed by requests-oauthlib: {job, keys} on stdin, the answer on stdout."""

import json
import sys

import requests
from oauthlib.oauth1 import Client
from requests_oauthlib import OAuth1

signed = []


class TellingClient(Client):
    """The library's own client; it keeps the base string for a failure's message."""

    def get_oauth_signature(self, request):
        from oauthlib.oauth1.rfc5849 import signature

        parameters = signature.collect_parameters(
            uri_query=request.uri.partition("?")[2],
            body=request.body if request.body else [],
            headers=request.headers,
            exclude_oauth_signature=True,
        ) + list(request.oauth_params)
        signed.append(
            signature.signature_base_string(
                request.http_method,
                signature.base_string_uri(request.uri),
                signature.normalize_parameters(parameters),
            )
        )
        return super().get_oauth_signature(request)


given = json.load(sys.stdin)
job, keys = given["job"], given["keys"]
auth = OAuth1(
    keys["consumerKey"],
    client_secret=keys["consumerSecret"],
    resource_owner_key=keys["token"],
    resource_owner_secret=keys["tokenSecret"],
    signature_method=job["signatureMethod"],
    client_class=TellingClient,
)
headers = {}
data = None
if "json" in job:
    headers["Content-Type"] = "application/json"
    data = job["json"].encode("utf-8")
elif "form" in job:
    data = [tuple(pair) for pair in job["form"]]
answer = requests.request(job["method"], job["url"], headers=headers, data=data, auth=auth)
base_string = signed[-1] if signed else None
json.dump({"status": answer.status_code, "text": answer.text, "baseString": base_string}, sys.stdout)
