"""Celery tasks of commitments: ids in, nothing out; all state is on the row."""

from celery import shared_task

from commitments import model_policy


@shared_task
def ask_model(run_id: int) -> None:
    """Ask the language model about one document."""
    model_policy.carry_out(run_id)


@shared_task
def sweep_model_runs() -> None:
    """Send what waits: its message was lost, or yesterday's budget was spent."""
    model_policy.give_up_lost()
    for run_id in model_policy.waiting():
        ask_model.delay(run_id)
