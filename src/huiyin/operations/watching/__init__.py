"""The watcher: a second small process that proves from the data alone that what should have run by itself has run.

`looking` asks the database in words of its own, so that it shares neither the sweep's code nor its index of moments; `telling`
keeps what it saw in a file beside the state, because a worker that stands still may hold the write lock. Pages, `doctor` and
the worker read that file, and say so when it grows old. Why a process without the rooms: docs/decisions/0021.
"""
