"""Procedures are data: packs of states, transitions and deadlines, each rule with its legal source."""

from huiyin.procedures.loading import load, names, versions

__all__ = ["load", "names", "versions"]
