"""Every read of this room, limited to what the asker may see, as frozen read models."""

from .accounts import (
    AccountView,
    HeldPost,
    NamedChoice,
    account_view,
    accounts_to_appoint,
    appointment_view,
    inactive_accounts,
    own_account,
    own_posts,
)
from .groups import GroupView, MemberLine, YearView, group_view, groups_of, school_year
from .tree import (
    Holder,
    OrganisationView,
    PostView,
    UnitView,
    organisation_view,
    organisations_in_reach,
    post_view,
    posts_in_reach,
    tree_for_exclusion,
    unit_view,
)

__all__ = [
    "AccountView",
    "GroupView",
    "HeldPost",
    "Holder",
    "MemberLine",
    "NamedChoice",
    "OrganisationView",
    "PostView",
    "UnitView",
    "YearView",
    "account_view",
    "accounts_to_appoint",
    "appointment_view",
    "group_view",
    "groups_of",
    "inactive_accounts",
    "organisation_view",
    "organisations_in_reach",
    "own_account",
    "own_posts",
    "post_view",
    "posts_in_reach",
    "school_year",
    "tree_for_exclusion",
    "unit_view",
]
