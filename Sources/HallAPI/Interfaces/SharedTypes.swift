/// Types that several interfaces show; an interface's text must be complete by itself.
enum SharedTypes {
    /// Methods that answer with a ticket name its fields one by one, so that `hallctl --json` prints them flat.
    static let ticketFields = """
          # for all time: service day and number, 2026-11-21/A017
          id: string,
          # as on the paper: A017
          number: string,
          # the service's id
          service: string,
          # its name; null: no longer configured
          serviceName: ?string,
          class: (ordinary, elder, disabled, pregnant, military),
          # waiting, called, serving, parked, absent, finished, no-show, cancelled, voided, lapsed
          stage: string,
          # where it is called or served, or the one window that may call it
          window: ?string,
          # tickets of the same service that wait before it now
          ahead: int,
          # seconds until it is called; null: it does not wait, or nothing is known
          estimatedWaitSeconds: ?int,
          # when the slot of its appointment begins: RFC 3339, wall clock, zone of the hall; null: taken without one
          booked: ?string,
          printed: (pending, proven, unproven, failed, paperless),
          # how often it was printed again
          reprints: int,
          # when it was taken: RFC 3339, wall clock, zone of the hall
          since: string,
          # the last call: RFC 3339, wall clock, zone of the hall
          calledAt: ?string,
          # the start of service: RFC 3339, wall clock, zone of the hall
          startedAt: ?string,
          # the kiosk, or the user who took it over this socket
          takenBy: string,
          # the one person who may call it, or whoever takes their place: an operator's id; null: any
          operator: ?string
        """

    static let windowFields = """
          # its number, as on the plate
          id: string,
          # its business, as configured
          name: string,
          # accept, issue, consult, professional, fee, policy, post, unresolved, tidal, comprehensive; null: not said
          kind: ?string,
          # the professional area that it belongs to; null: not said
          area: ?string,
          # open: nobody is here; calling, serving: somebody is
          state: (open, calling, serving, paused, closed),
          # the number called or served here
          serving: ?string,
          # who works here, an operator's id; null: nobody signed on
          operator: ?string,
          # why it is paused, in the clerk's words
          reason: ?string,
          # what people call whoever works here; null: nobody signed on
          operatorName: ?string,
          # whose place they take, the ids of operators; null: nobody's
          standsInFor: ?[]string,
          # what it serves until the day turns, the ids of services; null: as configured
          assigned: ?[]string,
          # where its clerk is while it is paused; null: it is not, or nothing was said
          away: ?Away
        """

    static let ticket = """
        # One visitor's turn
        type Ticket (
        \(ticketFields)
        )
        """

    static let window = """
        # Where the clerk of a paused window is
        type Away (
          # from then on: RFC 3339, wall clock, zone of the hall
          since: string,
          # null: not said
          to: ?(meeting, errand, meal, training, other),
          # when they are to be back: RFC 3339, wall clock, zone of the hall; null: not said
          backAt: ?string
        )

        # A counter
        type Window (
        \(windowFields)
        )
        """

    static let queue = """
        # A service and its queue
        type Service (
          id: string,
          name: string,
          # before its numbers
          prefix: string,
          # visitors waiting to be called
          waiting: int,
          # seconds that the first of them waits, wall clock
          oldestWaitSeconds: ?int,
          # seconds that an ordinary visitor who took a number now would wait; null: nothing is known
          estimatedWaitSeconds: ?int,
          # how many numbers are left today; null: no limit
          numbersLeft: ?int
        )

        # A visitor who waits
        type Waiting (
          # as on the paper: A017
          number: string,
          # the service's id
          service: string,
          # its name; null: no longer configured
          serviceName: ?string,
          class: (ordinary, elder, disabled, pregnant, military),
          # when it was taken: RFC 3339, wall clock, zone of the hall
          since: string,
          printed: (pending, proven, unproven, failed, paperless),
          # seconds until it is called; null: nothing is known
          estimatedWaitSeconds: ?int
        )
        """

    static let alarm = """
        # An alarm that is not normal
        type Alarm (
          # <device>.<name>, <device>.<point>.<name>, hall.<name>, bus.<bus>.<name>, window.<window>.<name>,
          # ticket.<day>.<number>.<name>
          id: string,
          # what is wrong, as a code: paper-out
          name: string,
          state: (normal, unacknowledged, acknowledged, returnedUnacknowledged, latched, shelved, suppressed, outOfService),
          priority: (high, medium, low),
          # when it last became active: RFC 3339, wall clock, zone of the hall
          since: string,
          # whose; null: no device's
          device: ?string,
          # where the device stands, or all devices of the bus
          zone: ?string,
          # its name
          zoneName: ?string,
          # what is wrong, for people, in the language asked for
          text: string,
          # likely causes
          cause: string,
          # what follows if nobody acts
          consequence: string,
          # what to do
          response: string,
          # what broke a limit, with its unit; null: no limit is broken
          value: ?string,
          # the number of that limit, with its unit
          limit: ?string,
          # its standard and clause, in the language asked for
          clause: ?string,
          # the alarm that is its cause, while it is suppressed
          under: ?string,
          # RFC 3339, wall clock, zone of the hall; null: not shelved
          shelvedUntil: ?string,
          # the user
          acknowledgedBy: ?string
        )
        """

    static let device = """
        # What a printer last said of itself
        type Printer (
          paper: (unknown, present, nearEnd, out),
          coverOpen: bool,
          cutterError: bool,
          # only power off and on clears it
          unrecoverableError: bool,
          # it says it is off line
          offline: bool
        )

        # A device as its wire last told
        type Device (
          id: string,
          # escpos-printer, modbus-registers, nut-ups and so on
          kind: string,
          # its model
          profile: string,
          bus: string,
          zone: ?string,
          # its name
          zoneName: ?string,
          # what is printed on the box
          label: string,
          # unknown: a device that never answers
          presence: (online, offline, absent, disabled, unknown),
          # when it last said anything: RFC 3339, wall clock, zone of the hall; null: never in this run
          lastSeen: ?string,
          # bytes that made no sense, and questions that failed (no answer, a damaged one, a refusal), in this run
          errors: int,
          # why it has its presence
          detail: (none, portMissing, portBusy, portForbidden, portLost, noAnswer, oneWay, probing, serverCannotReach, wrongModel, programMissing, programFailed),
          # null: no printer, or it has not said
          printer: ?Printer
        )
        """

    static let point = """
        # A point and what is known of it
        type Point (
          # <device>.<point>
          id: string,
          # a number in its unit, or a word as a string; null: missing
          value: ?object,
          # how its numbers are usually shown: digits behind the point, 0 to 3; null: words
          decimals: ?int,
          # of its numbers; empty: words and bare numbers
          unit: string,
          # stale: the last good value, not renewed for three periods; bad: no value
          quality: (good, stale, bad, substituted),
          # why there is no value, or why it is not renewed; null: it is good
          missing: ?(neverRead, timeout, crc, exception, portLost, disabled, outOfRange, sensorFault, scan),
          # when the value was read: RFC 3339, wall clock, zone of the hall; null: no value
          at: ?string,
          # seconds since the value was read, monotonic clock; null: no value
          ageSeconds: ?int,
          # what is printed on the box of its device
          label: string,
          # where its device stands
          zone: ?string,
          # its name
          zoneName: ?string,
          # what it is to the hall: room-temperature, set-point, other and so on
          meaning: string,
          writable: bool
        )
        """

    static let limit = """
        # A limit on a point, and how it stands
        type Limit (
          # the set and the limit in it: jiangxi-db36/cooling-floor
          id: string,
          # what the value must be to keep it
          relation: (notBelow, above, notAbove, below),
          # its number with its unit: 26 °C
          limit: string,
          # when it is in force: while the plant of the zone cools or heats, in open hours
          season: (always, cooling, heating, openHours),
          # who says whether the plant does: its mode, or the dates of the hall where none tells it; null: not asked or unknown
          seasonBy: ?(plant, date),
          # judged by the mean over so many seconds; null: by the value as read
          meanSeconds: ?int,
          # seconds for which it must be broken before it alarms, monotonic clock
          delaySeconds: int,
          # how far the value must come back beyond it, with its unit
          deadBand: string,
          # standard and clause, in the language asked for
          clause: string,
          # the alarm it raises
          alarm: string,
          # waiting: broken, and not for long enough; returning: kept again, and not by its dead-band
          state: (off, notInSeason, seasonUnknown, noReading, tooFewReadings, kept, returning, waiting, broken),
          # what was compared with it, the value or its mean, with its unit
          compared: ?string,
          # broken since: RFC 3339, wall clock, zone of the hall; null: it is not, or was before halld started
          since: ?string
        )
        """

    static let event = """
        # A value that a decision was made from
        type Input (
          name: string,
          value: string,
          # what people call the ids in value; null: it holds none
          names: ?string
        )

        # One recorded event
        type Event (
          # ticket-taken, alarm-raised and so on
          kind: string,
          # RFC 3339, wall clock, zone of the hall
          at: string,
          # who did it: a user, or the device of a key
          by: ?string,
          window: ?string,
          device: ?string,
          # in words of a person, or a code
          reason: ?string,
          # how a print ended: proven, unproven, lost, failed, withdrawn; how a write ended: confirmed, differs, rejected,
          # unanswered, expired, superseded, interrupted
          outcome: ?string,
          # the rule that decided
          rule: ?string,
          # what the rule looked at, or what there is to say beside it
          inputs: []Input
        )
        """

    static let status = """
        # How many devices are in which presence
        type DeviceCounts (online: int, offline: int, absent: int, disabled: int, unknown: int)

        # active: the cause is there now; unacknowledged: nobody has said they know
        type AlarmCounts (active: int, unacknowledged: int)

        # serving: at a window, called or being served
        type QueueCounts (waiting: int, serving: int)

        # A wire
        type Bus (
          id: string,
          wire: (serial, tcp, nut, gpio, program),
          # a path, an address and port, or a chip's label
          path: string,
          # devices on it
          devices: int,
          # those that should answer and do not
          offline: int
        )
        """
}
