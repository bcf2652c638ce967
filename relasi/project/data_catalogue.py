"""What the tables that belong to no package keep: jobs, migrations, the lake's catalogue."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import Category, Purpose, Store, for_days, nobody, register_stores

OVER = "t.status IN ('succeeded', 'failed', 'cancelled', 'aborted')"
LAST = "(SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = t.id)"


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "procrastinate.ProcrastinateJob",
        _("Jobs"),
        Purpose.OPERATION,
        for_days(30, LAST, OVER),
        {
            Category.LINK: "args lock",
            Category.NONE: "queue_name task_name priority status scheduled_at attempts"
            " queueing_lock abort_requested worker",
        },
    ),
    nobody("procrastinate.ProcrastinateWorker", "last_heartbeat"),
    nobody("procrastinate.ProcrastinateEvent", "job type at"),
    nobody("procrastinate.ProcrastinatePeriodicDefer", "task_name defer_timestamp job periodic_id"),
    nobody("django_migrations", "app name applied"),
)
