"""Files in a folder, by the path of an address: each opened once, none outside, no link followed."""

import errno
import os
from pathlib import Path

FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
"""Of a named pipe that nobody writes to, the opening would wait for ever."""
PACKED = ".gz"
ABSENT = frozenset(
    {
        errno.EACCES,  # what is not for us is not for readers, and whether it is there neither
        errno.ELOOP,  # a link
        errno.ENAMETOOLONG,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENXIO,  # a socket
    }
)


def read_names(path: str) -> tuple[str, ...] | None:
    """The folders and the file that a decoded path names; None where it names none that is for readers.

    Names that begin with a dot are not, nor is what lies compressed beside a document. Of `..`, NUL,
    backslashes and empty names nothing is made: a document has one address.
    """
    names = path.removeprefix("/").split("/")
    if names[-1] == "":
        names[-1] = "index.html"
    if any(not name or name.startswith(".") or "\0" in name or "\\" in name for name in names):
        return None
    if names[-1].endswith(PACKED):
        return None
    return tuple(names)


def open_file(folder: Path, names: tuple[str, ...]) -> int:
    """The handle of a file or folder, opened name by name, so that no link on the way leads elsewhere.

    The folder itself may be a link. Raises OSError; one that `is_absent` means that nothing is there.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
    for name in names:
        outer = handle
        try:
            handle = os.open(name, FLAGS, dir_fd=outer)
        finally:
            os.close(outer)
    return handle


def is_absent(error: OSError) -> bool:
    """Whether nothing is there for readers; else the machine is at fault, and it may be there later."""
    return error.errno in ABSENT


def read_span(handle: int, start: int, end: int) -> bytes:
    """Bytes of an open file, wherever it is read by others; fewer where it was cut off meanwhile."""
    parts = []
    while start < end and (part := os.pread(handle, end - start, start)):
        parts.append(part)
        start += len(part)
    return b"".join(parts)
