/// Something a device must do once, with an outcome: not a state to keep.
public struct PrintJob: Sendable, Equatable {
    /// Rises over the whole journal.
    public var id: JobID
    /// Where it prints.
    public var printer: DeviceID
    /// What it prints.
    public var sheet: PrintSheet
    /// A part of an earlier job may stand in the printer: end it (LF, cut) before this one.
    public var closesInterruptedJob: Bool

    /// A job for one printer.
    public init(id: JobID, printer: DeviceID, sheet: PrintSheet, closesInterruptedJob: Bool = false) {
        self.id = id
        self.printer = printer
        self.sheet = sheet
        self.closesInterruptedJob = closesInterruptedJob
    }
}

/// What is on a paper, before any printer's language.
public struct PrintSheet: Sendable, Equatable, Codable {
    /// Where a line stands.
    public enum Alignment: String, Sendable, Codable { case left, center, right }

    /// One thing after another, from the top.
    public enum Element: Sendable, Equatable, Codable {
        /// A line of text; `size` multiplies width and height, 1…4. The driver wraps it at the paper's width.
        case text(String, size: Int, bold: Bool, alignment: Alignment)
        /// A QR code of these characters.
        case qr(String)
        /// A dashed line over the paper's width.
        case rule
        /// Empty lines.
        case feed(Int)
    }

    /// From the top.
    public var elements: [Element]

    /// A sheet, from the top.
    public init(_ elements: [Element]) { self.elements = elements }
}

/// What a device should show until told otherwise. Drivers converge to it and assert it again after each gap.
public enum DesiredState: Sendable, Equatable {
    /// A window display.
    case window(WindowDisplay)
    /// The lamp or text beside the keys of a kiosk or a pad.
    case kiosk(LampState)
    /// A display for the whole hall.
    case board(HallBoard)
    /// A plate that tells who works at a window.
    case plate(Plate)
    /// Lamps and sounders of a contact panel: the names of those that are on, in the panel's order, and those that flash.
    case signals([String], flashing: [CallLamp] = [])
}

/// A lamp that flashes while somebody is called.
public struct CallLamp: Sendable, Equatable {
    /// Its line.
    public var name: String
    /// Which call: with another one it begins anew.
    public var call: String

    /// A lamp and its call.
    public init(name: String, call: String) {
        self.name = name
        self.call = call
    }
}

/// What a window's display should show.
public struct WindowDisplay: Sendable, Equatable {
    /// What goes on at the window.
    public enum Activity: Sendable, Equatable {
        /// Nobody is called.
        case idle
        /// This number is called; `times` is 1 for the call and grows with each recall.
        case calling(TicketNumber, times: Int)
        /// This number is being served.
        case serving(TicketNumber)
        /// Paused (暂停服务).
        case paused
        /// Closed.
        case closed
        /// The whole hall gives no numbers, for this reason.
        case hallClosed(ClosureReason)
    }

    /// The window's id.
    public var window: WindowID
    /// The window's business, as configured (综合窗口); while somebody is there, the service they came for (户籍).
    public var title: String
    /// What goes on.
    public var activity: Activity
    /// Where whoever works here has gone, while it is paused; nil where nobody said.
    public var whereabouts: Away.Place?

    /// A window and what goes on there.
    public init(window: WindowID, title: String, activity: Activity, whereabouts: Away.Place? = nil) {
        self.window = window
        self.title = title
        self.activity = activity
        self.whereabouts = whereabouts
    }
}

/// What the lamp or text beside keys says: at a kiosk whether it gives numbers, at a pad whether to rate.
public enum LampState: String, Sendable, Codable, CaseIterable {
    /// It does.
    case ready
    /// Its printer cannot print: please take a number at another kiosk or at the desk.
    case noPaper
    /// The hall cannot give numbers now.
    case paused
    /// A pad: the service can be rated now.
    case rate
    /// A pad: the rating was taken.
    case thanks
    /// A pad: nothing to rate.
    case dark

    /// The states of a kiosk's lamp.
    public static let ofKiosks: [LampState] = [.ready, .noPaper, .paused]
    /// The states of a pad's lamp.
    public static let ofPads: [LampState] = [.rate, .thanks, .dark]
}

/// What a display for the whole hall should show.
public struct HallBoard: Sendable, Equatable {
    /// A number and where it is called to or served.
    public struct Line: Sendable, Equatable {
        /// The number.
        public var number: TicketNumber
        /// The window.
        public var window: WindowID
        /// It is called now; else it is being served.
        public var isCalled: Bool

        /// A number and its window.
        public init(number: TicketNumber, window: WindowID, isCalled: Bool) {
            self.number = number
            self.window = window
            self.isCalled = isCalled
        }
    }
    /// How many wait for a service.
    public struct Count: Sendable, Equatable {
        /// The service's name (户籍).
        public var service: String
        /// So many.
        public var waiting: Int

        /// A service and how many wait for it.
        public init(service: String, waiting: Int) {
            self.service = service
            self.waiting = waiting
        }
    }
    /// The hall's name.
    public var hall: String
    /// The latest call first.
    public var lines: [Line]
    /// How many wait.
    public var waiting: Int
    /// The services for which somebody waits, in the plan's order.
    public var counts: [Count]
    /// Numbers that were called in vain and may still be heeded (过号), the latest first.
    public var passed: [TicketNumber]
    /// No numbers are given, for this reason; goes before everything else.
    public var closure: ClosureReason?
    /// The journal cannot be written: everything is paused.
    public var isPaused: Bool

    /// What is to be shown.
    public init(
        hall: String, lines: [Line], waiting: Int, counts: [Count] = [], passed: [TicketNumber] = [],
        closure: ClosureReason? = nil, isPaused: Bool = false
    ) {
        self.hall = hall
        self.lines = lines
        self.waiting = waiting
        self.counts = counts
        self.passed = passed
        self.closure = closure
        self.isPaused = isPaused
    }
}
