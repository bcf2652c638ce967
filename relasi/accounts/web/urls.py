from django.urls import URLPattern, path

from relasi.accounts.wiring import public_page, resource

from . import (
    audit_list,
    invitation,
    invitation_accept,
    key,
    key_list,
    organisation,
    profile,
    staff,
    staff_link,
    staff_list,
    staff_rights,
    team,
    team_list,
    view,
    view_list,
)

app_name = "accounts"

urlpatterns: list[URLPattern] = [
    path(
        "settings/profile/",
        resource(obj=None, show=profile.show, update=profile.update),
        name="profile",
    ),
    path(
        "settings/organisation/",
        resource(obj="settings", show=organisation.show, update=organisation.update),
        name="organisation",
    ),
    path(
        "settings/staff/",
        resource(obj="staff", show=staff_list.show, create=staff_list.create),
        name="staff_list",
    ),
    path(
        "settings/staff/<int:staff_id>/",
        resource(obj="staff", show=staff.show, update=staff.update, destroy=staff.destroy),
        name="staff",
    ),
    path(
        "settings/staff/<int:staff_id>/rights/",
        resource(obj="staff", show=staff_rights.show),
        name="staff_rights",
    ),
    path("settings/rights/", resource(obj=None, show=staff_rights.mine), name="my_rights"),
    path(
        "settings/staff/<int:staff_id>/link/",
        resource(obj="staff", create=staff_link.create),
        name="staff_link",
    ),
    path(
        "settings/invitations/<int:invitation_id>/",
        resource(obj="staff", destroy=invitation.destroy, actions={"destroy": "edit"}),
        name="invitation",
    ),
    path(
        "settings/teams/",
        resource(obj="staff", show=team_list.show, create=team_list.create),
        name="team_list",
    ),
    path(
        "settings/teams/<int:team_id>/",
        resource(obj="staff", show=team.show, update=team.update, destroy=team.destroy),
        name="team",
    ),
    path(
        "settings/keys/",
        resource(obj="api_keys", show=key_list.show, create=key_list.create),
        name="key_list",
    ),
    path("settings/keys/<int:key_id>/", resource(obj="api_keys", destroy=key.destroy), name="key"),
    path("settings/audit/", resource(obj="audit", show=audit_list.show), name="audit_list"),
    path("views/", resource(obj=None, create=view_list.create), name="view_list"),
    path(
        "views/<int:view_id>/",
        resource(obj=None, update=view.update, destroy=view.destroy),
        name="view",
    ),
    path(
        "join/<str:token>/",
        public_page(invitation_accept.page),
        name="invitation_accept",
    ),
]
