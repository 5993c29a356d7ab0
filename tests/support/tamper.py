"""tamper.py LOG [FAMILY NUMBER HOW] -- PROGRAM ARGUMENT…

Runs a program, and counts the system calls with which it and all of its children change files, in the order in which
they ask for them. LOG gets the family of each. At one of them, KILL ends all of them at once, as a power cut would,
before that call is made; HOW may be another signal for all of them, or the errno with which the call fails.

strace counts the calls of each process by itself, which is no use for a script that starts a hundred of them; so this
has the kernel ask for leave (seccomp_unotify(2)). The status is that of the program.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import sys

# Number on x86-64 and on arm64, which lacks the older ones; all that quorate, a shell and its programs use.
CALLS = {
    "rename": [(82, None), (264, 38), (316, 276)],
    "link": [(86, None), (265, 37), (88, None), (266, 36)],
    "unlink": [(87, None), (263, 35), (84, None)],
    "sync": [(74, 82), (75, 83), (162, 81), (306, 267), (277, 84)],
    "mkdir": [(83, None), (258, 34)],
    "mode": [(90, None), (91, 52), (268, 53), (452, 452)],
    "owner": [(92, None), (93, 55), (94, None), (260, 54)],
    "lock": [(73, 32)],
    "write": [(1, 64), (18, 68), (20, 66), (77, 46), (40, 71), (326, 285)],
    "create": [(85, None)],
}
MACHINE = {"x86_64": 0, "aarch64": 1}[platform.machine()]
OPENAT, SECCOMP = [(257, 317), (56, 277)][MACHINE]
FAMILY = {numbers[MACHINE]: family for family, all in CALLS.items() for numbers in all}
FAMILY.pop(None, None)
FAMILY[OPENAT] = "create"

LOAD, EQUAL, ANY, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, ASK = 0x7FFF0000, 0x7FC00000
RECEIVE, SEND = 0xC0502100, 0xC0182101
libc = ctypes.CDLL(None, use_errno=True)


def listener():
    """Filters this process and its children from here on, and returns where the kernel asks."""
    plain = [number for number in FAMILY if number != OPENAT]
    code = [(LOAD, 0, 0, 0)]
    for place, number in enumerate(plain):
        code.append((EQUAL, len(plain) - place + 4, 0, number))
    # Files that are opened for reading alone are of no interest.
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    code += [(EQUAL, 1, 0, OPENAT), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 32), (ANY, 1, 0, writing)]
    code += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ASK)]
    filters = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in code))
    program = ctypes.create_string_buffer(struct.pack("HP", len(code), ctypes.addressof(filters)))
    if os.geteuid() != 0:
        libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    # SECCOMP_SET_MODE_FILTER with SECCOMP_FILTER_FLAG_NEW_LISTENER
    made = libc.syscall(SECCOMP, 1, 8, program)
    if made < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return made


def start(words):
    """Starts the program in a group of its own."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
            socket.send_fds(theirs, [b"."], [listener()])
            os.execvp(words[0], words)
        except OSError as error:
            print(error, file=sys.stderr)
        os._exit(127)
    theirs.close()
    message, fds, _, _ = socket.recv_fds(ours, 1, 1)
    if not message:
        sys.exit(125)
    return child, fds[0]


def path_of(pid, directory, address):
    """The path that a call names, from here."""
    with open(f"/proc/{pid}/mem", "rb") as memory:
        name = os.pread(memory.fileno(), 4096, address).split(b"\0")[0].decode()
    at = ctypes.c_int(directory & 0xFFFFFFFF).value
    base = "root" if name.startswith("/") else "cwd" if at < 0 else f"fd/{at}"
    return f"/proc/{pid}/{base}/{name}"


def is_of_interest(family, pid, number, arguments):
    """Whether a call changes files."""
    try:
        if family == "write":
            # Most of what is written goes to a pipe.
            return os.readlink(f"/proc/{pid}/fd/{arguments[0] & 0xFFFFFFFF}").startswith("/")
        if number == CALLS["rename"][-1][MACHINE] and arguments[4] == 1:
            # mv first tries to replace nothing (RENAME_NOREPLACE).
            return not os.path.lexists(path_of(pid, *arguments[2:4]))
    except OSError:
        return family != "write"
    return True


def main(log, at, words):
    libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whoever is left comes to us.
    child, asked = start(words)
    ended = os.pidfd_open(child)
    counts = dict.fromkeys(CALLS, 0)
    watched = select.poll()
    watched.register(asked, select.POLLIN)
    watched.register(ended, select.POLLIN)
    killed = False
    while True:
        ready = dict(watched.poll())
        if ended in ready:
            break
        request = bytearray(80)
        try:
            fcntl.ioctl(asked, RECEIVE, request)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINTR):
                continue
            raise
        identity, pid, _, number, _, _, *arguments = struct.unpack("QIIiIQ6Q", request)
        family, error = FAMILY[number], 0
        if is_of_interest(family, pid, number, arguments):
            counts[family] += 1
            print(family, file=log, flush=True)
            if at and (family, counts[family]) == at[:2]:
                if at[2].startswith("E"):
                    error = getattr(errno, at[2])
                else:
                    os.killpg(child, getattr(signal, "SIG" + at[2]))
                    killed = at[2] == "KILL"
        if killed:
            continue
        try:
            # Without an error, the call goes its way (SECCOMP_USER_NOTIF_FLAG_CONTINUE).
            fcntl.ioctl(asked, SEND, struct.pack("QqiI", identity, 0, -error, 0 if error else 1))
        except OSError as gone:
            if gone.errno != errno.ENOENT:
                raise
    _, status = os.waitpid(child, 0)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    rest = sys.argv.index("--")
    chosen = sys.argv[2:rest]
    where = (chosen[0], int(chosen[1]), chosen[2]) if chosen else None
    with open(sys.argv[1], "w", encoding="ascii") as out:
        sys.exit(main(out, where, sys.argv[rest + 1 :]))
