"""Calls methods as whoever runs it and says of each whether it was allowed: reads {"method", "parameters", "more"} a line,
writes "allowed" or "denied" a line. Its user and groups are given by setpriv."""
import json
import socket
import sys

path = sys.argv[1]
for line in sys.stdin:
    call = json.loads(line)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(30)
        client.connect(path)
        client.sendall(json.dumps(call).encode() + b"\0")
        reply = b""
        while not reply.endswith(b"\0") and b"\0" not in reply:
            chunk = client.recv(65536)
            if not chunk:
                sys.exit(f"no reply to {call['method']}")
            reply += chunk
        reply = json.loads(reply.split(b"\0")[0])
        code = reply.get("parameters", {}).get("code")
        print("denied" if code == "permissionDenied" else "allowed", flush=True)
