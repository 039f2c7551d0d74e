"""Forty connections of somebody without a role, all held: how many are answered, and how many are told to come again."""
import json
import socket
import sys
import time

connections, answered, busy = [], 0, 0
for _ in range(40):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.settimeout(30)
    client.connect(sys.argv[1])
    connections.append(client)
    try:
        client.sendall(json.dumps({"method": "org.halld.Hall.WhoAmI"}).encode() + b"\0")
    except BrokenPipeError:
        pass  # refused already; the reason is there to be read
    reply = b""
    while not reply.endswith(b"\0") and (chunk := client.recv(65536)):
        reply += chunk
    error = json.loads(reply[:-1]).get("error") if reply else "none"
    answered += error is None
    busy += error == "org.halld.Hall.Busy"
print(f"{answered} answered, {busy} busy")
time.sleep(600)
