"""What the worker does for campaigns."""

from relasi.kernel import clock, jobs

from .actions.launching import prepare, start_due, take_up_stranded


@jobs.job("campaigns.prepare", queue="bulk")
def prepare_campaign(*, campaign_id: int) -> None:
    prepare(campaign_id=campaign_id, now=clock.now())


@jobs.periodic("* * * * *", "campaigns.start_due")
def start_due_campaigns() -> None:
    start_due(now=clock.now())
    take_up_stranded()
