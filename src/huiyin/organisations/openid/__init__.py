"""Signing in by an OpenID Connect provider of the house: code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700).

`asking` reaches the provider, and nobody else; `flow` says what is asked and judges the answer.
"""

from .flow import Begun, Who, begin, finish, leave

__all__ = ["Begun", "Who", "begin", "finish", "leave"]
