"""Hold a file lock: shared by readers, alone for a writer; the system drops it when a process dies."""

import os
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """A lock on a small file, which names the process that holds it alone.

    Windows has no shared locks: there every lock is held alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        # Why nobody could take the lock here, where it is not that another process holds it.
        self.hindrance = ""

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock without waiting, or change how it is held; say whether that went well."""
        if self._file is None:
            try:
                self._file = self._path.open(
                    "r" if shared and self._path.exists() else "a+", encoding="ascii"
                )
            except OSError as error:
                self.hindrance = error.strerror or str(error)
                return False
        try:
            self._grab(self._file, shared=shared)
        except OSError:
            self.drop()
            return False
        if not shared:
            self._file.truncate(0)
            self._file.write(str(os.getpid()))
            self._file.flush()
        return True

    def drop(self) -> None:
        """Let go of the lock; nothing happens where it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def holder(self) -> str:
        """Return the number of the process that last held the lock alone, as text."""
        return self._path.read_text(encoding="ascii").strip() if self._path.exists() else ""

    @staticmethod
    def _grab(file: IO[str], *, shared: bool) -> None:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
