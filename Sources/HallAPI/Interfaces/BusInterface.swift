extension APIInterface {
    static let busText = """
        # The wires of the hall
        interface org.halld.Bus

        # A wire
        type Bus (
          id: string,
          wire: (serial, tcp, nut, gpio, program),
          # a path, an address and port, or a chip's label
          path: string,
          # null: nobody uses it
          isOpen: ?bool,
          # ids, in the order of the configuration
          devices: []string,
          # devices that should answer and do not
          offline: int
        )

        # What a wire did since its thread started; all numbers count from then
        type Statistics (
          id: string,
          isOpen: bool,
          # times it was opened
          opens: int,
          # times it could not be opened
          refusals: int,
          # times it failed while open
          losses: int,
          # bytes read
          bytesIn: int,
          # bytes sent
          bytesOut: int,
          # bytes that wait to be sent
          bytesWaiting: int,
          # events that found no room in its mailbox
          overflows: int,
          # requests sent; null: a wire without requests
          requests: ?int,
          # requests without an answer in time
          timeouts: ?int,
          # answers that were damaged, or of somebody else
          garbled: ?int,
          # requests that a device refused
          exceptions: ?int,
          # per cent of the time that the wire was taken, since this was last asked for; null: nobody measures it
          utilisation: ?int,
          # the newest refusal or loss, in English, for a technician
          lastError: ?string,
          # messages that made no sense, of all its devices
          errors: int,
          # how old points are when they are renewed, in ms: half of the newest renewals are younger; null: no requests,
          # or not yet known; so are the next five
          ageP50Milliseconds: ?int,
          # 99 of 100 of them are younger, in ms
          ageP99Milliseconds: ?int,
          # requests that were not needed because points were read together
          savedRequests: ?int,
          # the line's time that they would have taken, in ms
          savedMilliseconds: ?int,
          # per cent of the time that went to requests which failed, since this was last asked for
          failingPercent: ?int,
          # what kind of trouble lastError is; null: there was none
          lastErrorCode: ?(missing, busy, forbidden, unsuitable, hungUp, system),
          # who most likely disturbs the line; null: all is well
          culprit: ?Culprit,
          # in the order of the configuration; empty unless one wire is asked for
          units: []Unit
        )

        # Who most likely disturbs a line
        type Culprit (
          # echo: what is sent comes back; unit: whole frames of one that was not asked; noise: bytes that make no frame
          kind: (echo, unit, noise),
          # whose frames
          unit: ?int,
          # ids of the devices that it most likely is: those of that unit, or those that fail; empty: none in the configuration
          devices: []string
        )

        # A device on a wire with requests, since the wire's thread started
        type Unit (
          # its id
          device: string,
          # its address
          unit: int,
          # requests to it
          asked: int,
          # answers that are no refusals
          answered: int,
          # requests without an answer in time
          timeouts: int,
          # answers that were damaged, or not to the question
          garbled: int,
          # refusals
          exceptions: int,
          # age of its points when they are renewed, in ms: half are younger; null: none was yet
          ageP50Milliseconds: ?int,
          # 99 of 100 are younger, in ms
          ageP99Milliseconds: ?int,
          # the longest that it thought of late before its answer began, in ms; null: it never answered
          longestThoughtMilliseconds: ?int,
          # its last request failed
          isFailing: bool
        )

        # What is asked of a wire
        type Budgeted (
          id: string,
          # thousandths of its time that the plan takes
          plannedPerMille: int,
          # thousandths that asking silent devices may take from the others
          silentPerMille: int,
          # both fit
          holds: bool,
          # requests in a minute
          requestsPerMinute: int,
          # requests in a minute that reading together saves
          savedPerMinute: int,
          # per cent of the time that the wire was taken, since this or Stats was last asked for; null: not measured
          utilisation: ?int,
          # in the order of the configuration
          units: []Share
        )

        # A device's part of a wire
        type Share (
          # its id
          device: string,
          # thousandths of the wire's time
          plannedPerMille: int,
          # the age that its oldest value has at most while all answer, in ms
          worstAgeMilliseconds: int,
          # what 99 of 100 renewals came to, in ms; null: none yet
          ageP99Milliseconds: ?int
        )

        # Something that happened on a wire
        type Frame (
          # RFC 3339, wall clock, zone of the hall, to the millisecond
          at: string,
          # the same moment in microseconds since 1970
          microseconds: int,
          kind: (received, sent, opened, refused, lost, discarded, released),
          # what was sent or received: two hexadecimal digits a byte
          bytes: string,
          # why the port was refused or lost
          code: ?(missing, busy, forbidden, unsuitable, hungUp, system)
        )

        # A register, or a bit
        type Register (
          # zero-based, as on the wire
          address: int,
          # 0 to 65535; of a bit 0 or 1
          raw: int
        )

        # A point of the configuration that stands in what was read
        type Point (
          # <device>.<point>
          id: string,
          # of its first register, zero-based
          address: int,
          # a number in its unit, or a word as a string; null: what is there is no value
          value: ?object,
          # how its numbers are usually shown: digits behind the point, 0 to 3; null: words
          decimals: ?int,
          # of its numbers; empty: words and bare numbers
          unit: string,
          # why there is no value
          missing: ?(sensorFault, outOfRange)
        )

        # A device that a search found
        type Found (
          # its address
          unit: int,
          # bits a second at which it answered; null: TCP
          baud: ?int,
          # 8N1; null: TCP
          format: ?string,
          # the configured device with this address
          device: ?string,
          # that device's profile
          profile: ?string,
          # it answered nothing but refusals
          onlyRefuses: bool,
          # profiles whose registers it answers with values that can be, the best first
          profiles: []string,
          # unknownModel: in the configuration, and its answers fit no profile
          verdict: (notInPlan, asPlanned, otherModel, unknownModel, otherSettings)
        )

        # In the order of the configuration
        method List() -> (buses: []Bus)

        # In the order of the configuration; wires without devices have no numbers and are left out
        method Stats(
          # a wire's id; null: all
          bus: ?string
        ) -> (buses: []Statistics)

        # What the configuration asks of each wire with requests, before anything was measured, and what it came to
        method Budget(
          # a wire's id; null: all
          bus: ?string
        ) -> (buses: []Budgeted)

        # What happens on a wire, call with "more". A slow reader is told how much it missed. The first reply comes at once
        method Trace(
          # a wire's id
          bus: string,
          # so many seconds of the past, 1 to 86400, and then the end; null: from now on, without an end
          lastSeconds: ?int
        ) -> (
          bus: string,
          # how the bytes are to be read
          form: (modbusRtu, modbusTcp, bytes),
          # pieces that were forgotten before they could be sent
          skipped: int,
          # in the order of time
          frames: []Frame
        )

        # A technician's own Modbus read, put between the requests of the hall
        method Read(
          # a wire's id
          bus: string,
          # the address of the device, 1 to 247, with TCP also 255; this or device
          unit: ?int,
          # a device's id
          device: ?string,
          table: (coils, discreteInputs, holding, input),
          # zero-based, 0 to 65535
          address: int,
          # 1 to 125 registers, 1 to 2000 bits
          count: int,
          # how long the first byte of the answer may take, in ms, 10 to 10000; null: as the profile says, else 500
          timeoutMilliseconds: ?int
        ) -> (
          bus: string,
          # who was asked
          unit: int,
          # the configured device with that address
          device: ?string,
          # expired: it could not be sent in time; refused: too many at once
          outcome: (answered, timeout, garbled, exception, portClosed, expired, refused),
          # the device's own refusal: 1 function, 2 address, 3 value, 4 failure, 6 busy, 10 and 11 gateway
          exception: ?int,
          # why the port is closed
          detail: ?(none, portMissing, portBusy, portForbidden, portLost, noAnswer, oneWay, probing, serverCannotReach, wrongModel, programMissing, programFailed),
          registers: []Register,
          points: []Point
        )

        # Search a Modbus wire for devices, call with "more"; ends when the connection does
        method Scan(
          # a wire's id
          bus: string,
          # the first address, 1 to 247; null: 1
          from: ?int,
          # the last address, 1 to 247; null: 247
          to: ?int,
          # also at other rates and formats; the hall reads nothing on this wire meanwhile
          interrupt: ?bool,
          # why; required with interrupt
          reason: ?string
        ) -> (
          # addresses asked by now, over all rates and formats
          done: int,
          # of so many
          of: int,
          # who answered since the last reply
          found: []Found,
          # in the last reply: why it is over; refused: another search is under way
          outcome: ?(complete, stopped, portClosed, refused, busy),
          # why the port is closed
          detail: ?(none, portMissing, portBusy, portForbidden, portLost, noAnswer, oneWay, probing, serverCannotReach, wrongModel, programMissing, programFailed)
        )

        \(sharedErrors)

        """
}
