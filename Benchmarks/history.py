"""A journal with a past: its plan and newest day are those that halld wrote, the days before them are synthetic."""
import datetime
import json
import pathlib
import random
import sqlite3


def facts_of(day, order, plan, services, tickets):
    """The facts of one day: (at, kind, version, ticket, window, plan, payload), in order."""
    generator = random.Random(day.toordinal())
    base = int(datetime.datetime(day.year, day.month, day.day, 9, tzinfo=datetime.timezone(
        datetime.timedelta(hours=8))).timestamp()) * 1_000_000
    opened = base - 5 * 3600 * 1_000_000
    yield (opened, "day-opened", 1, None, None, plan, {
        "alarms": [], "at": opened, "carried": [], "day": str(day), "lapsed": [], "lastJob": order, "lastOrder": order,
        "planHash": plan, "windows": []})
    events = []
    for count in range(1, tickets + 1):
        number = f"{'ABC'[count % services]}{count:03}"
        ticket = {"day": str(day), "number": number}
        window = str(1 + count % 20)
        at = base + int(28_800_000_000 * count / tickets)
        call = at + generator.randrange(1, 2_400) * 1_000_000
        begin = call + generator.randrange(5, 90) * 1_000_000
        finish = begin + generator.randrange(60, 1_500) * 1_000_000
        by = {"by": f"device:w{window}-caller", "ticket": ticket, "window": window}
        steps = [
            (at, "ticket-taken", None, {
                "ahead": 3, "count": count, "onPaper": True, "order": order + count, "priority": "ordinary",
                "service": "household" if count % 3 else "tax", "source": {"kiosk": {"_0": "kiosk-1"}}, "ticket": ticket}),
            (at, "print-ordered", None, {
                "job": order + count, "printer": "kiosk-printer", "reason": "taken", "ticket": ticket}),
            (at + 900_000, "print-settled", None, {"job": order + count, "outcome": "proven", "ticket": ticket}),
            (call, "ticket-called", window, {
                **by, "inputs": [{"name": "waiting", "value": "7"}, {"name": "oldest", "value": number}],
                "rule": "first-taken"}),
            (begin, "service-started", window, by), (finish, "service-finished", window, by),
            (finish + 9_000_000, "ticket-rated", window, {
                "by": f"device:w{window}-pad", "level": generator.randrange(1, 6), "ticket": ticket, "window": window}),
        ]
        for step, (moment, kind, place, payload) in enumerate(steps):
            events.append((moment, count, step, kind, f"{day}/{number}", place, payload))
    # One visitor a window at a time does not matter here: nobody restores these days.
    for moment, _, _, kind, ticket, window, payload in sorted(events, key=lambda event: event[:3]):
        yield (moment, kind, 1, ticket, window, None, {**payload, "at": moment})


def grow(state, count, tickets):
    """Puts `count` days of so many numbers before those in the journal; how many facts it holds then, and its days."""
    path = state / "journal.sqlite"
    old = sqlite3.connect(path)
    schema = [row[0] for row in old.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'")]
    marks = {name: old.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")}
    columns = "at, kind, version, ticket, window, plan, bytes"
    present = old.execute(f"SELECT {columns} FROM facts ORDER BY seq").fetchall()
    adopted = next(row for row in present if row[1] == "plan-adopted")
    today = datetime.date.fromisoformat(json.loads(next(row for row in present if row[1] == "day-opened")[6])["day"])
    old.close()
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(f"{path}{suffix}").unlink(missing_ok=True)
    new = sqlite3.connect(path)
    for name, value in marks.items():
        new.execute(f"PRAGMA {name} = {value}")
    for statement in schema:
        new.execute(statement)
    number = 0

    def insert(row):
        nonlocal number
        number += 1
        new.execute(f"INSERT INTO facts(seq, {columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?)", (number, *row))

    insert(adopted)
    days = [today - datetime.timedelta(days=back) for back in range(count, 0, -1)]
    for index, day in enumerate(days):
        for *fields, payload in facts_of(day, index * tickets, adopted[5], 3, tickets):
            insert((*fields, json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()))
    for row in present:
        insert(row)
    new.commit()
    new.execute("PRAGMA journal_mode = WAL")
    new.close()
    return number, days
