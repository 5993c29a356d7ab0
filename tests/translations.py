#!/usr/bin/env python3
"""Which translations are older than their English.

    tests/translations.py [COMMIT [COMMIT]]

Names the keys of assets/text/en.ftl and the lessons below assets/lessons/en whose English is another one than in the
first COMMIT (by default the last one that changed assets/text/uk.ftl), while the Ukrainian is that of the second
(by default the same one). Ends with 1 where there are any. Run it after English sentences were changed; a test finds
what is missing, this finds what is there and says something else by now."""
import re
import subprocess
import sys

ENGLISH, UKRAINIAN = "assets/text/en.ftl", "assets/text/uk.ftl"
LESSONS = "assets/lessons"


def git(*arguments):
    run = subprocess.run(["git", *arguments], capture_output=True, text=True)
    return run.stdout if run.returncode == 0 else ""


def now(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def messages(text):
    """Each message and attribute of a catalogue, without the blanks around it."""
    found, key = {}, None
    for line in text.splitlines():
        message = re.match(r"([a-z][a-z0-9-]*) =(.*)", line)
        attribute = re.match(r" +\.([a-z0-9-]+) =(.*)", line)
        if message:
            name = key = message[1]
            found[key] = message[2]
        elif attribute:
            key = f"{name}.{attribute[1]}"
            found[key] = attribute[2]
        elif line.startswith(" ") and key:
            found[key] += "\n" + line
    return {key: " ".join(text.split()) for key, text in found.items()}


def main():
    last = git("log", "-1", "--format=%H", "--", UKRAINIAN).strip()
    english = sys.argv[1] if len(sys.argv) > 1 else last
    ukrainian = sys.argv[2] if len(sys.argv) > 2 else english
    stale = []
    was, translated = messages(git("show", f"{english}:{ENGLISH}")), messages(git("show", f"{ukrainian}:{UKRAINIAN}"))
    ours = messages(now(UKRAINIAN))
    for key, text in messages(now(ENGLISH)).items():
        if key in was and was[key] != text and ours.get(key) == translated.get(key):
            stale.append(f"{key}\n    was: {was[key]}\n    is:  {text}\n    uk:  {ours.get(key)}")
    for path in git("ls-files", f"{LESSONS}/en").splitlines():
        other = path.replace("/en/", "/uk/", 1)
        before = git("show", f"{english}:{path}")
        if before and before != now(path) and now(other) == git("show", f"{ukrainian}:{other}"):
            stale.append(path)
    print("\n".join(stale))
    print(f"{len(stale)} in all", file=sys.stderr)
    return 1 if stale else 0


sys.exit(main())
