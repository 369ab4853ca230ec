#!/bin/sh
# Pebble 5.2.3: a worker that is killed while it has nothing to do breaks the pool, one killed at work does not.
#
# Guess: a pool that replaces a worker which is killed at work (the kernel, for want of memory) replaces one that is
# killed while it waits, and sooner, for no task is lost.
# What happens: killed at work, the task fails with ProcessExpired and the next task runs. Killed while idle, the next
# task and all after it fail: the pool is broken for good.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pebble==5.2.3
cat >"$folder/pools.py" <<'PYTHON'
import multiprocessing
import os
import signal
import time

import pebble


def whoami() -> int:
    return os.getpid()


def end_at_work() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def attempt(pool: pebble.ProcessPool, function) -> str:
    try:
        pool.schedule(function).result(30)
    except Exception as error:
        return type(error).__name__
    return "done"


if __name__ == "__main__":
    for when in ("at work", "while idle"):
        pool = pebble.ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))
        worker = pool.schedule(whoami).result(30)
        if when == "at work":
            print("killed at work:", attempt(pool, end_at_work))
        else:
            os.kill(worker, signal.SIGKILL)
        time.sleep(1)
        print("after a worker was killed", when + ":", "done" if attempt(pool, whoami) == "done" else "failed")
        print("  and the task after that:", "done" if attempt(pool, whoami) == "done" else "failed")
        pool.stop()
        pool.join()
PYTHON
"$folder/venv/bin/python" "$folder/pools.py" >"$folder/seen"
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
killed at work: ProcessExpired
after a worker was killed at work: done
  and the task after that: done
after a worker was killed while idle: failed
  and the task after that: failed
SEEN
