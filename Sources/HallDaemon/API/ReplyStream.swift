import HallAPI
import HallModel

/// A `more` reply under way: what the client has, so what it gets next. Pulls when there is room to write, so a slow
/// reader holds up nobody and costs no memory; one that falls out of the kept changes gets the whole state again.
struct ReplyStream {
    private enum Progress {
        case hall(from: Position?, begun: Bool)
        case alarms(last: [AlarmView]?)
        case points(PointWatch)
        case trace(TraceWatch)
        case scan(ScanWatch)
    }
    private let dispatcher: Dispatcher
    private let language: Language?
    private let limit: Int
    private let isAll: Bool
    private var progress: Progress

    init(_ kind: StreamKind, _ dispatcher: Dispatcher, changesPerTurn: Int) {
        self.dispatcher = dispatcher
        limit = changesPerTurn
        switch kind {
        case .hall(let position, let language):
            progress = .hall(from: position, begun: false)
            self.language = language
            isAll = false
        case .alarms(let all, let language):
            progress = .alarms(last: nil)
            self.language = language
            isAll = all
        case .points(let pattern):
            progress = .points(PointWatch(pattern))
            language = nil
            isAll = true
        case .trace(let watch):
            progress = .trace(watch)
            language = nil
            isAll = true
        case .scan(let watch):
            progress = .scan(watch)
            language = nil
            isAll = true
        }
    }

    /// When there can be something new without a publication that wakes; nil for most streams.
    var due: MonotonicInstant? {
        switch progress {
        case .points(let watch): watch.due
        case .trace(let watch): watch.due
        case .scan(let watch): watch.due
        case .hall, .alarms: nil
        }
    }

    /// What can be sent now, at most one turn's worth.
    struct Turn {
        var messages: [[UInt8]] = []
        /// There may be more at once.
        var again = false
        /// The last reply, if it is over.
        var last: [UInt8]?
    }

    /// What can be sent now.
    mutating func turn() -> Turn {
        let view = dispatcher.view(language)
        switch progress {
        case .points(var watch):
            let points = watch.turn(view)
            progress = .points(watch)
            guard let points else { return Turn() }
            return Turn(messages: [WatchPoints.message(reply: .init(points: points), continues: true)])
        case .trace(var watch):
            let recorder = dispatcher.gateway.wires?.recorder(of: watch.bus)
            let look = watch.look(isInUse: watch.isOf(recorder), view)
            progress = .trace(watch)
            return Turn(
                messages: look.replies.map { TraceBus.message(reply: $0, continues: true) }, again: look.again,
                last: look.isOver ? TraceBus.message(reply: watch.last) : nil)
        case .scan(let watch):
            guard let reply = watch.look(view) else { return Turn() }
            if reply.outcome != nil { return Turn(last: ScanBus.message(reply: reply)) }
            return Turn(messages: [ScanBus.message(reply: reply, continues: true)])
        case .alarms(let last):
            let alarms = view.alarms(all: isAll)
            guard alarms != last else { return Turn() }
            progress = .alarms(last: alarms)
            return Turn(messages: [WatchAlarms.message(reply: .init(alarms: alarms), continues: true)])
        case .hall(let position, let begun): return turn(view, position, begun: begun)
        }
    }

    private mutating func turn(_ view: Viewing, _ position: Position?, begun: Bool) -> Turn {
        let hall = view.hall
        var messages: [[UInt8]] = []
        guard let position, position.epoch == hall.epoch,
            let changes = dispatcher.gateway.changes(after: position.sequence, limit: limit)
        else {
            let here = Position(epoch: hall.epoch, sequence: hall.sequence)
            progress = .hall(from: here, begun: true)
            return Turn(messages: [message(here, resumed: false, snapshot: view.snapshot())], again: true)
        }
        if !begun { messages.append(message(position, resumed: true)) }
        var here = position
        // A change is shown with the things it touched: never with a state from before it.
        for change in changes.prefix(while: { $0.sequence <= hall.sequence }) {
            here.sequence = change.sequence
            messages.append(message(here, change: view.change(change)))
        }
        progress = .hall(from: here, begun: true)
        return Turn(messages: messages, again: changes.count == limit)
    }

    private func message(
        _ position: Position, resumed: Bool? = nil, snapshot: SnapshotView? = nil, change: ChangeView? = nil
    ) -> [UInt8] {
        HallWatch.message(
            reply: .init(position: position, resumed: resumed, snapshot: snapshot, change: change), continues: true)
    }
}
