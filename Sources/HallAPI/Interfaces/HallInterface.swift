extension APIInterface {
    static let hallText = """
        # The hall as a whole
        interface org.halld.Hall

        \(SharedTypes.status)

        # A hall that gives no numbers
        type HallClosed (
          # fire, lowBattery
          reason: string,
          # the same for people, in the language of the hall
          text: string,
          # the device that is the cause; null: none
          device: ?string,
          # RFC 3339, wall clock, zone of the hall
          since: string
        )

        type HallStatus (
          # name of the hall
          hall: string,
          # the service day, 2026-11-21; null: none was opened yet
          day: ?string,
          # seconds since halld started, monotonic clock
          uptimeSeconds: int,
          devices: DeviceCounts,
          alarms: AlarmCounts,
          queue: QueueCounts,
          buses: []Bus,
          # why no numbers are given; null: they are
          closed: ?HallClosed
        )

        \(SharedTypes.ticket)

        \(SharedTypes.window)

        \(SharedTypes.queue)

        type Queue (services: []Service, windows: []Window, waiting: []Waiting)

        \(SharedTypes.alarm)

        \(SharedTypes.device)

        \(SharedTypes.point)

        # One problem in a configuration file
        type Problem (
          # as halld names it
          file: string,
          # from 1; 1: the whole file
          line: int,
          # from 1, in characters; 1: the whole file
          column: int,
          severity: (error, warning),
          # what is wrong, in the language asked for
          text: string,
          # what to do, in the language asked for; empty: nothing to add
          remedy: string
        )

        # A place in the stream of changes
        type Position (
          # names a run of halld
          epoch: string,
          # the newest change before this place, from 1; 0: before the first
          sequence: int
        )

        # Everything there is to see
        type Snapshot (status: HallStatus, queue: Queue, alarms: []Alarm, devices: []Device)

        # What happened, and the things it touched as they are at this position or later
        type Change (
          # ticket-taken, ticket-called and so on, or device-changed
          kind: string,
          # when: RFC 3339, wall clock, zone of the hall
          at: string,
          # id of the ticket, window, alarm, point or device; empty: the hall
          subject: string,
          # who did it: a user, or the device of a key
          by: ?string,
          # in words of a person, or a code; why it prints, for print-ordered
          reason: ?string,
          # how a print ended: proven, unproven, lost, failed, withdrawn; how a write ended: confirmed, differs, rejected,
          # unanswered, expired, superseded, interrupted
          outcome: ?string,
          ticket: ?Ticket,
          window: ?Window,
          # null with an alarm's id as subject: it is normal now
          alarm: ?Alarm,
          device: ?Device,
          # the point, for a write to it and for an alarm about it
          point: ?Point,
          # what was to be written, or was read back: a number in the point's unit, or a word; null: no write, or nothing
          # was read back
          value: ?object
        )

        # The hall at a glance
        method Status() -> (
          # name of the hall
          hall: string,
          # the service day, 2026-11-21; null: none was opened yet
          day: ?string,
          # seconds since halld started, monotonic clock
          uptimeSeconds: int,
          devices: DeviceCounts,
          alarms: AlarmCounts,
          queue: QueueCounts,
          buses: []Bus,
          # why no numbers are given; null: they are
          closed: ?HallClosed
        )

        # The build and this run of it
        method Version() -> (
          version: string,
          epoch: string,
          # RFC 3339, wall clock, zone of the hall
          startedAt: string
        )

        # Read the configuration again and take it into force; answered when the hall has decided and, if it is in force, the
        # wires follow it
        method Reload(
          # of the texts: zh or en; null: the hall's
          language: ?string
        ) -> (
          # refused: it would take something from under a visitor, and is tried again when the service day turns; invalid:
          # the file has errors and changed nothing
          outcome: (adopted, unchanged, refused, invalid),
          # what stands in the way, as a code: service-in-use household; null: it is not refused
          code: ?string,
          # what stands in the way and what to do, in the language asked for; null: it is not refused
          reason: ?string,
          # errors, or warnings only; at most 500
          problems: []Problem
        )

        # Who asks, as the kernel tells it, and what they may do. For everybody
        method WhoAmI() -> (
          # name of the user; uid:1000 where the number has none
          user: string,
          # viewer, counter, operator, supervisor, technician, administrator; empty: the configuration knows no group of
          # theirs
          roles: []string,
          # the windows of a counter
          windows: []string
        )

        # A part of halld that must come round
        type Loop (
          # hall, history, bus-<id>
          name: string,
          # since it last did; milliseconds, monotonic clock
          ageMilliseconds: int,
          # in which it must, else the watchdog is not fed any more; milliseconds
          deadlineMilliseconds: int
        )

        # halld as a process: what only it can see of itself and of the machine
        method Health() -> (
          # the user it runs as
          user: string,
          # groups that the configuration names and the system does not have
          missingGroups: []string,
          # the folder of the record
          stateFolder: string,
          # bytes that can still be written there; null: the system does not say
          freeBytes: ?int,
          # bytes of that file system; null: the system does not say
          totalBytes: ?int,
          # it started too often without getting far: no device is touched
          safeMode: bool,
          # in which it must show life to the service manager, seconds; null: nobody watches
          watchdogSeconds: ?int,
          loops: []Loop
        )

        # Everything now, then each change; only with "more". Give the position of the last reply you saw to go on there
        method Watch(
          position: ?Position,
          # of the alarms' texts: zh or en; null: the hall's
          language: ?string
        ) -> (
          # after this reply
          position: Position,
          # true: goes on behind the position asked for; false: begins anew with the snapshot; null: a change
          resumed: ?bool,
          snapshot: ?Snapshot,
          change: ?Change
        )

        \(sharedErrors)

        """
}
