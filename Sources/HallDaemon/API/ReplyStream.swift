import HallAPI
import HallModel

/// A `more` reply under way: what the client has, so what it gets next. Pulls when there is room to write, so a slow
/// reader holds up nobody and costs no memory; one that falls out of the kept changes gets the whole state again.
struct ReplyStream {
    private enum Progress {
        case hall(from: Position?, begun: Bool)
        case alarms(last: [AlarmView]?)
        case points(PointWatch)
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
        }
    }

    /// When there can be something new without a publication that wakes; nil for most streams.
    var due: MonotonicInstant? { if case .points(let watch) = progress { watch.due } else { nil } }

    /// What can be sent now, at most one turn's worth; `again` when there may be more at once.
    mutating func turn() -> (messages: [[UInt8]], again: Bool) {
        let view = dispatcher.view(language)
        switch progress {
        case .points(var watch):
            let points = watch.turn(view)
            progress = .points(watch)
            guard let points else { return ([], false) }
            return ([WatchPoints.message(reply: .init(points: points), continues: true)], false)
        case .alarms(let last):
            let alarms = view.alarms(all: isAll)
            guard alarms != last else { return ([], false) }
            progress = .alarms(last: alarms)
            return ([WatchAlarms.message(reply: .init(alarms: alarms), continues: true)], false)
        case .hall(let position, let begun): return turn(view, position, begun: begun)
        }
    }

    private mutating func turn(
        _ view: Viewing, _ position: Position?, begun: Bool
    ) -> (messages: [[UInt8]], again: Bool) {
        let hall = view.hall
        var messages: [[UInt8]] = []
        guard let position, position.epoch == hall.epoch,
            let changes = dispatcher.gateway.changes(after: position.sequence, limit: limit)
        else {
            let here = Position(epoch: hall.epoch, sequence: hall.sequence)
            progress = .hall(from: here, begun: true)
            return ([message(here, resumed: false, snapshot: view.snapshot())], true)
        }
        if !begun { messages.append(message(position, resumed: true)) }
        var here = position
        // A change is shown with the things it touched: never with a state from before it.
        for change in changes.prefix(while: { $0.sequence <= hall.sequence }) {
            here.sequence = change.sequence
            messages.append(message(here, change: view.change(change)))
        }
        progress = .hall(from: here, begun: true)
        return (messages, changes.count == limit)
    }

    private func message(
        _ position: Position, resumed: Bool? = nil, snapshot: SnapshotView? = nil, change: ChangeView? = nil
    ) -> [UInt8] {
        HallWatch.message(
            reply: .init(position: position, resumed: resumed, snapshot: snapshot, change: change), continues: true)
    }
}
