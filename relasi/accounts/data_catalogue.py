"""What is kept of colleagues, of programs, and of who did what."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    WITH_HOUSE,
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    for_days,
    nobody,
    register_stores,
)

C, P = Category, Purpose
# Of what they did, the log keeps numbers, never names or addresses of customers.
ABOUT_THEM = """t.object = 'contacts'
    AND t.object_id IN (SELECT unnest(%(ids)s::bigint[])::text)"""


def register() -> None:
    register_stores(*OURS, *OF_SIGNING_IN)


OURS = (
    Store(
        "accounts.Staff",
        _("Colleagues"),
        P.ACCESS,
        WITH_HOUSE,
        {
            C.STAFF: "last_login email name role language theme time_zone joined_at",
            C.SECRET: "password",
            C.NONE: "is_superuser is_active is_sample",
        },
    ),
    Store(
        "accounts.Invitation",
        _("Invitations of colleagues"),
        P.ACCESS,
        WITH_HOUSE,
        {
            C.STAFF: "email role invited_by",
            C.SECRET: "token_hash",
            C.NONE: "invited_at expires_at accepted_at revoked_at",
        },
    ),
    Store(
        "accounts.ApiKey",
        _("Keys of programs"),
        P.ACCESS,
        WITH_HOUSE,
        {
            C.STAFF: "created_by",
            C.SECRET: "prefix secret_hash",
            C.NONE: "name role created_at last_used_at revoked_at",
        },
    ),
    Store(
        "accounts.IdempotencyRecord",
        _("Answers of the API kept for a day"),
        P.OPERATION,
        for_days(1),
        {
            C.IDENTITY: "body",
            C.STAFF: "actor",
            C.NONE: "key request_hash status headers created_at",
        },
        whose="encode(t.body, 'escape') ILIKE ANY(%(quoted)s)",
        erased=Erased.GONE,
    ),
    Store(
        "accounts.SavedView",
        _("Saved views of lists"),
        P.OPERATION,
        WITH_HOUSE,
        {C.WORDS: "name query", C.STAFF: "owner", C.NONE: "page shared pinned created_at"},
        mentions="query",
        erased=Erased.CLEARED,
    ),
    Store(
        "accounts.AuditEntry",
        _("Audit log"),
        P.PROOF,
        WITH_HOUSE,
        {
            C.LINK: "object object_id detail",
            C.STAFF: "actor actor_name",
            C.NONE: "at action",
            C.SECRET: "previous_hash hash",
        },
        whose=ABOUT_THEM,
        erased=Erased.KEPT,
        why=Why.PROOF,
    ),
    nobody("accounts.Organisation", "name postal_address currency time_zone language country"),
    nobody("accounts.Team", "name"),
    nobody("accounts.Staff_teams", "staff team", purpose=P.ACCESS),
    nobody("accounts.Staff_groups", "staff group", purpose=P.ACCESS),
    nobody("accounts.Staff_user_permissions", "staff permission", purpose=P.ACCESS),
    nobody("accounts_cache", "cache_key value expires"),
)
OF_SIGNING_IN = (
    Store(
        "sessions.Session",
        _("Who is signed in"),
        P.ACCESS,
        for_days(1, "t.expire_date"),
        {C.SECRET: "session_key session_data", C.NONE: "expire_date"},
    ),
    Store(
        "usersessions.UserSession",
        _("Where colleagues are signed in"),
        P.ACCESS,
        for_days(90, "t.last_seen_at"),
        {
            C.STAFF: "user ip user_agent data",
            C.SECRET: "session_key",
            C.NONE: "created_at last_seen_at",
        },
    ),
    Store(
        "account.EmailAddress",
        _("Addresses of colleagues"),
        P.ACCESS,
        WITH_HOUSE,
        {C.STAFF: "user email", C.NONE: "verified primary"},
    ),
    Store(
        "account.EmailConfirmation",
        _("Addresses to be confirmed by colleagues"),
        P.ACCESS,
        for_days(30, "t.created"),
        {C.STAFF: "email_address", C.SECRET: "key", C.NONE: "created sent"},
    ),
    Store(
        "mfa.Authenticator",
        _("Second factors of colleagues"),
        P.ACCESS,
        WITH_HOUSE,
        {C.STAFF: "user", C.SECRET: "data", C.NONE: "type created_at last_used_at"},
    ),
    Store(
        "socialaccount.SocialAccount",
        _("Colleagues at other sign-ins"),
        P.ACCESS,
        WITH_HOUSE,
        {C.STAFF: "user provider uid extra_data", C.NONE: "last_login date_joined"},
    ),
    Store(
        "socialaccount.SocialToken",
        _("Tokens of other sign-ins"),
        P.ACCESS,
        WITH_HOUSE,
        {C.STAFF: "account", C.SECRET: "token token_secret", C.NONE: "app expires_at"},
    ),
    nobody("socialaccount.SocialApp", "provider provider_id name client_id secret key settings"),
    nobody("auth.Permission", "name content_type codename", purpose=P.ACCESS),
    nobody("auth.Group_permissions", "group permission", purpose=P.ACCESS),
    nobody("auth.Group", "name", purpose=P.ACCESS),
    nobody("contenttypes.ContentType", "app_label model"),
)
