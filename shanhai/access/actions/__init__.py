"""The verbs of accounts, terms and tokens, one page each; nothing else writes them."""

from shanhai.access.actions.accounts import (
    Operating,
    appoint,
    create_account,
    deactivate,
    ensure_operator,
    reactivate,
    set_password,
)
from shanhai.access.actions.terms import end_role, grant_role, hand_over
from shanhai.access.actions.tokens import issue_token, revoke_token

__all__ = [
    "Operating", "appoint", "create_account", "deactivate", "end_role", "ensure_operator", "grant_role",
    "hand_over", "issue_token", "reactivate", "revoke_token", "set_password",
]  # fmt: skip
