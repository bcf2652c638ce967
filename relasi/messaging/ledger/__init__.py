"""The ledger of messages: the statements that move a delivery from state to state.

queued → claimed → sending → sent | deferred | failed | suppressed | in_doubt

Each arrow is one statement. `claimed` and `sending` carry the claim of the worker that
holds them; a worker holds an advisory lock of the same name for as long as it lives, so
that the dead are known at once. What a dead worker had only claimed waits again; what it
was handing over is in doubt and is never sent again by itself.
"""
