import HallModel

/// What a wire tells its machine.
public enum BusEvent: Sendable, Equatable {
    /// The port is open and flushed, set up as the plan says.
    case opened
    /// The port could not be opened.
    case refused(TransportError)
    /// The port failed while open; it is closed now.
    case lost(TransportError)
    /// The path of the port appeared (again): worth an attempt at once.
    case pathAppeared
    /// Bytes from the wire, in order, any number of them.
    case received([UInt8])
    /// The kernel has taken all bytes written so far and sent them down the line.
    case drained
    /// Some of the bytes written went down the line since it was last said; at most once in a while.
    case moved
    /// What a device should show from now on.
    case wish(DeviceID, DesiredState)
    /// A job for a device.
    case print(PrintJob)
    /// Forget this job if none of it was sent; its outcome is reported in any case.
    case withdraw(JobID)
    /// A sentence for a device.
    case speak(SpeechJob)
    /// The program that was run ended with this status; nil when a signal ended it.
    case ended(status: Int?)
    /// The thread ends after this: nothing is told any more, and what must be safe without the daemon is made so.
    case stopping
    /// Report all levels (presence, conditions) again.
    case presentLevels
    /// The time asked for with `nextWake` is reached.
    case timeReached
    /// Give a point a value and read it back; its outcome is reported in any case, at the latest at its deadline.
    case write(PointWrite)
    /// A technician's own request; its answer comes in any case.
    case ask(BusQuestion)
    /// Search the line for devices; its end is told in any case.
    case scan(BusScan)
    /// End a search.
    case endScan(BusQuestionID)
    /// The answer to the Modbus request under way.
    case replied(ModbusReply)
    /// The Modbus request under way failed; the line was silent before this is said.
    case failed(ModbusFailure)
    /// Something was heard on the line that answers nothing.
    case overheard(BusNoise)
    /// The levels of the lines asked for, right after they were: pairs of offset and high.
    case linesRead([GPIOLevel])
    /// A line changed its level, at this moment of the monotonic clock (the kernel's time stamp).
    case lineChanged(GPIOLevel, at: MonotonicInstant)
}

/// The level of a GPIO line, as it is on the wire: the panel's `isActiveLow` is not applied.
public struct GPIOLevel: Sendable, Equatable {
    /// Its offset on the chip.
    public var offset: Int
    /// It is high.
    public var isHigh: Bool

    /// A line and its level.
    public init(offset: Int, isHigh: Bool) {
        self.offset = offset
        self.isHigh = isHigh
    }
}

/// How a GPIO line is asked for.
public struct GPIOLineRequest: Sendable, Equatable {
    /// Its offset on the chip.
    public var offset: Int
    /// The level it is driven to at first; nil for an input whose changes are told.
    public var output: Bool?
    /// What holds an open input.
    public var bias: ContactPanel.Bias

    /// A line and how it is asked for.
    public init(offset: Int, output: Bool? = nil, bias: ContactPanel.Bias) {
        self.offset = offset
        self.output = output
        self.bias = bias
    }
}

/// A Modbus request, before any framing.
public struct ModbusRequest: Sendable, Equatable {
    /// What is asked; addresses are zero-based, as on the wire.
    public enum Operation: Sendable, Equatable {
        /// 1…2000 coils (function 1).
        case readCoils(address: Int, count: Int)
        /// 1…2000 inputs (function 2).
        case readDiscreteInputs(address: Int, count: Int)
        /// 1…125 registers (function 3).
        case readHolding(address: Int, count: Int)
        /// 1…125 registers (function 4).
        case readInput(address: Int, count: Int)
        /// Function 5.
        case writeCoil(address: Int, Bool)
        /// Function 6.
        case writeRegister(address: Int, UInt16)
        /// Function 16, 1…123 registers.
        case writeRegisters(address: Int, [UInt16])
    }
    /// 1…247, 0 for everybody (writes only, never answered); 255 also on TCP.
    public var unit: Int
    /// What is asked.
    public var operation: Operation
    /// How long the first byte of the answer may take.
    public var timeout: Duration

    /// A request.
    public init(unit: Int, _ operation: Operation, timeout: Duration) {
        self.unit = unit
        self.operation = operation
        self.timeout = timeout
    }
}

/// An answer that is whole, from the right unit, of the right function and length.
public enum ModbusReply: Sendable, Equatable {
    /// As many bits as were asked for.
    case bits([Bool])
    /// As many registers as were asked for.
    case registers([UInt16])
    /// The write was echoed, or went to everybody.
    case written
}

/// Why a request brought nothing.
public enum ModbusFailure: Error, Sendable, Equatable {
    /// No answer in time, or it stopped half-way.
    case timeout
    /// An answer that was damaged, of another unit, or not to this question.
    case garbled
    /// The device's own refusal: 1 function, 2 address, 3 value, 4 failure, 6 busy, 0Ah and 0Bh gateway …
    case exception(Int)
}

/// What a machine asks of its wire.
public enum BusAction: Sendable, Equatable {
    /// Open the port; answer with `opened` or `refused`.
    case open
    /// Send these bytes after those already given; answer with `drained` when all are sent. Given bytes that are not
    /// sent when the port is lost are dropped.
    case write([UInt8])
    /// Drop what was given and not yet sent (after a time-out), and let an XOFF from before hold nothing any more.
    case discardOutput
    /// Let an XOFF from before hold nothing any more; nothing is dropped. A new XOFF stops the line again.
    case releaseOutput
    /// Tell the hall.
    case report(DeviceReport)
    /// Ask this over Modbus, its first byte not before that moment; answer with `replied` or `failed`, or with `lost` if the
    /// port is. One at a time.
    case transact(ModbusRequest, notBefore: MonotonicInstant)
    /// Tell the technician who asked.
    case answer(BusQuestionID, BusAnswer)
    /// Tell whoever has the line searched.
    case scanned(BusQuestionID, BusScanNews)
    /// Set the open port up like this; answer with `opened`, or with `lost` if it refuses.
    case configure(SerialSettings)
    /// Hold these lines of the chip, and no others; answer with `linesRead`.
    case holdLines([GPIOLineRequest])
    /// Drive a line that is held as an output.
    case setLine(GPIOLevel)
    /// Start the wire's program; answer with `ended`, or with `lost` if it cannot be. A run under way is ended first.
    case run(ProgramRun)
    /// End the program under way, and everything that it started; nothing is answered.
    case endRun
}

/// Why a port cannot be used, and what happens next.
public struct TransportError: Error, Sendable, Equatable {
    /// What the machine does with it.
    public enum Disposition: String, Sendable, Equatable {
        /// Worth the same attempt again at once.
        case retryNow
        /// Goes on with the next request; this one failed.
        case nextCycle
        /// Nothing more until the device is connected again.
        case untilReconnect
        /// The port is closed; open it again with back-off, or when its path appears.
        case portLost
    }
    /// What went wrong.
    public enum Code: String, Sendable, Equatable {
        /// The path does not exist.
        case missing
        /// Another process holds it.
        case busy
        /// No permission.
        case forbidden
        /// It is not a terminal, or refuses its settings.
        case unsuitable
        /// It failed while open (unplugged, hung up).
        case hungUp
        /// Another error of the system.
        case system
    }
    /// What went wrong.
    public var code: Code
    /// What happens next.
    public var disposition: Disposition
    /// The system's number, 0 if there is none.
    public var errno: Int32
    /// The port: path and what was tried, for a technician.
    public var message: String

    /// An error of a port.
    public init(_ code: Code, disposition: Disposition, errno: Int32, message: String) {
        self.code = code
        self.disposition = disposition
        self.errno = errno
        self.message = message
    }
}
