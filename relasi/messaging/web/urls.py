from django.urls import path

from relasi.accounts.public import public_page, resource

from . import (
    clicking,
    confirming,
    editor,
    leaving,
    opening,
    preview,
    template_list,
    template_new,
    test_send,
)

app_name = "messaging"

urlpatterns = [
    path("o/<str:token>.gif", public_page(opening.show), name="open"),
    path("c/<str:token>", public_page(clicking.show), name="click"),
    path("u/<str:token>/", public_page(leaving.leave), name="leave"),
    path("u/<str:token>/preferences/", public_page(leaving.preferences), name="preferences"),
    path("confirm/<str:token>/", public_page(confirming.show), name="confirm"),
    path(
        "templates/",
        resource(obj="templates", show=template_list.show),
        name="template_list",
    ),
    path(
        "templates/new/",
        resource(
            obj="templates",
            show=template_new.show,
            create=template_new.create,
            actions={"show": "edit"},
        ),
        name="template_new",
    ),
    path(
        "templates/<int:template_id>/",
        resource(obj="templates", show=editor.show, update=editor.update, destroy=editor.destroy),
        name="template",
    ),
    path(
        "templates/<int:template_id>/restore/",
        resource(obj="templates", create=editor.restore, actions={"create": "delete"}),
        name="template_restore",
    ),
    path(
        "templates/<int:template_id>/blocks/",
        resource(obj="templates", create=editor.insert),
        name="blocks",
    ),
    path(
        "templates/<int:template_id>/blocks/<slug:block_id>/",
        resource(
            obj="templates",
            update=editor.update_block,
            destroy=editor.remove_block,
            actions={"destroy": "edit"},
        ),
        name="block",
    ),
    path(
        "templates/<int:template_id>/blocks/<slug:block_id>/move/",
        resource(obj="templates", create=editor.move_block),
        name="block_move",
    ),
    path(
        "templates/<int:template_id>/blocks/<slug:block_id>/copy/",
        resource(obj="templates", create=editor.copy_block),
        name="block_copy",
    ),
    path(
        "templates/<int:template_id>/undo/",
        resource(obj="templates", create=editor.undo),
        name="template_undo",
    ),
    path(
        "templates/<int:template_id>/redo/",
        resource(obj="templates", create=editor.redo),
        name="template_redo",
    ),
    path(
        "templates/<int:template_id>/preview/",
        resource(obj="templates", show=preview.show),
        name="template_preview",
    ),
    path(
        "templates/<int:template_id>/test/",
        resource(obj="templates", create=test_send.create, actions={"create": "send"}),
        name="template_test",
    ),
]
