"""Answers for one service by DNS, and says of all else that there is no such name.

Arguments: a file to make once it listens, the service, a port, and the targets.
"""

import pathlib
import socket
import sys

ready, service, port, *targets = sys.argv[1:]


def encoded(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 53))
pathlib.Path(ready).touch()
while True:
    query, asker = server.recvfrom(4096)
    question = query[12 : query.index(b"\0", 12) + 5]
    is_known = question.lower() == encoded(service) + b"\0\x21\0\1"
    answers = []
    for target in targets if is_known else []:
        # Priority and weight 0.
        record = b"\0\0\0\0" + int(port).to_bytes(2, "big") + encoded(target)
        # A pointer to the question's name; SRV, IN, one second.
        answers.append(b"\xc0\x0c\0\x21\0\1\0\0\0\1" + len(record).to_bytes(2, "big") + record)
    flags = b"\x85\x80" if is_known else b"\x85\x83"
    counts = b"\0\1" + len(answers).to_bytes(2, "big") + b"\0\0\0\0"
    server.sendto(query[:2] + flags + counts + question + b"".join(answers), asker)
