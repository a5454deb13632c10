"""Votes on statements: who thinks alike, what nearly all agree on, and what of it may be published.

    ballots --release()--> StatementRelease --to_data()--> stored --from_data()--> what the pages show

`release.py` is the way in, for the job: ballots that were sealed, the key, the release before:

    release(ballots: Iterable[Ballot], statements: Sequence[str], key: bytes, day: date,
            before: StatementRelease | None) -> StatementRelease

`statements` are those that are approved now. `findings.py` reads a release and nothing else; its `priorities(release)`
gives the weight with which each statement is asked next, `UNSEEN` for statements it does not know. The other files are
the mathematics between.
"""
