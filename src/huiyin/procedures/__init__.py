"""Procedures are data: packs of states, transitions and deadlines, each rule with its legal source."""

from huiyin.procedures.checker import Problem, check
from huiyin.procedures.drawing import draw
from huiyin.procedures.loading import load, names, versions

__all__ = ["Problem", "check", "draw", "load", "names", "versions"]
