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
          # waiting, called, serving, finished, no-show, cancelled, voided, lapsed
          stage: string,
          # where it is called or served
          window: ?string,
          # tickets of the same service that wait before it now
          ahead: int,
          # seconds until it is called; null: not estimated
          estimatedWaitSeconds: ?int,
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
          takenBy: string
        """

    static let windowFields = """
          # its number, as on the plate
          id: string,
          # its business, as configured
          name: string,
          # open: nobody is here; calling, serving: somebody is
          state: (open, calling, serving, paused, closed),
          # the number called or served here
          serving: ?string,
          # who works here; null: nobody signed on
          operator: ?string,
          # why it is paused, in the clerk's words
          reason: ?string
        """

    static let ticket = """
        # One visitor's turn
        type Ticket (
        \(ticketFields)
        )
        """

    static let window = """
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
          oldestWaitSeconds: ?int
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
          printed: (pending, proven, unproven, failed, paperless)
        )
        """

    static let alarm = """
        # An alarm that is not normal
        type Alarm (
          # <device>.<name> or hall.<name>
          id: string,
          # what is wrong, as a code: paper-out
          name: string,
          state: (normal, unacknowledged, acknowledged, returnedUnacknowledged, latched, shelved, suppressed, outOfService),
          priority: (high, medium, low),
          # when it last became active: RFC 3339, wall clock, zone of the hall
          since: string,
          # whose; null: the hall's
          device: ?string,
          # where
          zone: ?string,
          # what is wrong, for people, in the language asked for
          text: string,
          # likely causes
          cause: string,
          # what follows if nobody acts
          consequence: string,
          # what to do
          response: string,
          # the clause of the rule it comes from
          clause: ?string,
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
          # escpos-printer, alpha-display, byte-map-keys
          kind: string,
          # its model
          profile: string,
          bus: string,
          zone: ?string,
          # what is printed on the box
          label: string,
          # unknown: a device that never answers
          presence: (online, offline, absent, disabled, unknown),
          # when it last said anything: RFC 3339, wall clock, zone of the hall; null: never in this run
          lastSeen: ?string,
          # messages that made no sense, in this run
          errors: int,
          # why it has its presence
          detail: (none, portMissing, portBusy, portForbidden, portLost, noAnswer, oneWay, probing),
          # null: no printer, or it has not said
          printer: ?Printer
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
          # its kind: serial
          wire: string,
          path: string,
          # devices on it
          devices: int,
          # those that should answer and do not
          offline: int
        )
        """
}
