"""Real SPARQL servers on this machine, for tests that talk to one."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


def wait_for(port: int, seconds: float = 30) -> None:
    """Wait until somebody listens at a port."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run Oxigraph with an empty store in a folder, and return its address; skip where it is missing."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("PyPI's oxigraph, the server, is not installed")
    port = free_port()
    place = ["--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    child = subprocess.Popen([program, "serve", *place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso with an empty store in a folder, and return its address; skip where it is missing."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Debian's virtuoso-opensource-7 is not installed")
    folder.mkdir()
    web, own = free_port(), free_port()
    settings = {
        "Database": {
            "DatabaseFile": "v.db", "ErrorLogFile": "v.log", "LockFile": "v.lck", "TransactionFile": "v.trx",
            "xa_persistent_file": "v.pxa", "FileExtend": "200",
        },
        "TempDatabase": {"DatabaseFile": "t.db", "TransactionFile": "t.trx"},
        "Parameters": {
            "ServerPort": f"127.0.0.1:{own}", "NumberOfBuffers": "4000", "MaxDirtyBuffers": "3000",
        },
        "HTTPServer": {"ServerPort": f"127.0.0.1:{web}", "ServerRoot": ".", "ServerThreads": "5"},
        "SPARQL": {"ResultSetMaxRows": "1000000", "MaxQueryExecutionTime": "60"},
    }  # fmt: skip
    lines = (
        f"[{part}]\n" + "".join(f"{k} = {v}\n" for k, v in rows.items()) for part, rows in settings.items()
    )
    (folder / "virtuoso.ini").write_text("".join(lines))
    child = subprocess.Popen(
        [program, "-f", "-c", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(web, 120)
        yield f"http://dba:dba@127.0.0.1:{web}"
    finally:
        child.kill()
        child.wait()
