"""Watches the hall as whoever runs it: writes "told" when it begins, an error's code, "closed" when it ends."""
import json
import socket
import sys

with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
    client.connect(sys.argv[1])
    client.sendall(json.dumps({"method": "org.halld.Hall.Watch", "more": True}).encode() + b"\0")
    received, has_begun = b"", False
    while chunk := client.recv(65536):
        received += chunk
        *messages, received = received.split(b"\0")
        for message in map(json.loads, messages):
            if "error" in message:
                print(message["parameters"].get("code"))
            elif not has_begun:
                has_begun = True
                print("told")
print("closed")
