#!/usr/bin/env python3
"""Which messages of etcd `quorate explain` has no answer to.

    tests/etcd-messages.py CLONE_OF_ETCD [QUORATE] [TAG ...]

Goes through what etcd can log at warn or above, and the errors that such lines carry, in the sources of each tag
(the newest of each series from 3.4 on by default): its start, TLS, members, connections between them, storage and
client. Prints file, level, series and text of those that lead nowhere, and how many that are. It needs a clone of
etcd's repository, so it isn't a part of ./check; run it for each new series."""
import json
import re
import subprocess
import sys

WHERE = re.compile(r"^((server|client|pkg|etcdserver|embed|etcdmain|clientv3|wal)/)")
# The old v2 API, libraries for clients, tests, what other systems than Linux say, and what no operator meets.
LEAVE = re.compile(r"_test\.go$|pb\.go$|/(testing|tests?|mock\w*|example|functional|v2http|v2auth|v2discovery"
                   r"|concurrency|naming|leasing|ordering|mirror|yaml|snapshot|namespace)/|^client/(v2/)?[a-z_]+\.go$"
                   r"|^client/v2|/clientv2/|/(testutil|grpc_?testing|expect|adt|v2v3|v2store|v2stats|verify|schedule|kubernetes)/"
                   r"|_(windows|solaris|other)\.go$|pkg/(fileutil|ioutil)/|^pkg/proxy/|grpc_proxy_logger|^(server/)?(auth|lease|mvcc|raft|proxy)/|/mvcc/|/schema/|logutil|debugutil")
CALL = re.compile(r"\.(Warn|Error|Fatal|Panic|Warningf|Errorf|Fatalf|Panicf)\(\s*(?:fmt\.Sprintf\()?(\"(?:[^\"\\]|\\.)*\")")


def git(repository, *arguments):
    run = ["git", "-C", repository, *arguments]
    return subprocess.run(run, capture_output=True, text=True, errors="replace", check=True).stdout


def newest(repository):
    series = {}
    for tag in git(repository, "tag", "--list", "v3.*").split():
        found = re.fullmatch(r"v3\.(\d+)\.(\d+)", tag)
        if found and int(found[1]) >= 4:
            series[int(found[1])] = max(series.get(int(found[1]), 0), int(found[2]))
    return [f"v3.{minor}.{patch}" for minor, patch in sorted(series.items())]


def messages(repository, tags):
    found = {}
    for tag in tags:
        for path in git(repository, "ls-tree", "-r", "--name-only", tag).split("\n"):
            if not path.endswith(".go") or not WHERE.search(path) or LEAVE.search(path):
                continue
            source = git(repository, "show", f"{tag}:{path}")
            for call in CALL.finditer(source):
                text = json.loads(call[2])
                level = "error" if source[: call.start()].endswith("fmt") else call[1].lower()
                # A format of values alone says nothing.
                if len(re.sub(r"%\S+|\W", "", text)) > 6:
                    place = found.setdefault(text, (path, level, set()))
                    place[2].add(tag.rsplit(".", 1)[0])
    return found


def is_known(quorate, level, text):
    said = text.replace("%%", "%").replace("%q", '"10.9.0.1:2380"')
    said = re.sub(r"%[-+#0-9.]*[a-zA-Z]", "10.9.0.1:2380", said)
    line = said if level == "error" or level.endswith("f") else json.dumps({"level": "warn", "msg": said})
    return subprocess.run([quorate, "explain", "--", line], capture_output=True, check=False).returncode == 0


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    repository, quorate, *tags = sys.argv[1:] + (["quorate"] if len(sys.argv) < 3 else [])
    found = messages(repository, tags or newest(repository))
    unknown = 0
    for text, (path, level, series) in sorted(found.items(), key=lambda one: one[1][0]):
        if not is_known(quorate, level, text):
            unknown += 1
            print(path, level, ",".join(sorted(series)), text, sep=" | ")
    print(f"{len(found)} messages, {unknown} without an answer")


main()
