import DeviceDrivers
import HallDaemon
import HallModel
import HardwareAccess
import Synchronization

/// Wires whose recorders the test writes, and who answers as the test says.
final class ScriptedWires: BusGateway {
    struct Question: Equatable {
        var bus: BusID
        var unit: Int
        var operation: ModbusRequest.Operation
        var timeout: Duration
    }
    struct Search {
        var bus: BusID
        var units: ClosedRange<Int>
        var models: [BusScan.Model]
        var settings: [SerialSettings]
        var news: @Sendable (BusScanNews) -> Void
    }
    struct State {
        var recorders: [BusID: FlightRecorder] = [:]
        var questions: [Question] = []
        var answer: Result<BusAnswer, BusQuestionFailure> = .success(.expired)
        var searches: [Search] = []
        var takesSearches = true
        var ended: [BusQuestionID] = []
        var models: [BusScan.Model] = []
    }
    let state = Mutex(State())

    init(_ buses: BusID...) {
        for bus in buses { state.withLock { $0.recorders[bus] = FlightRecorder() } }
    }

    func recorder(of bus: BusID) -> FlightRecorder? { state.withLock { $0.recorders[bus] } }

    func ask(
        _ bus: BusID, unit: Int, _ operation: ModbusRequest.Operation, timeout: Duration, deadline: MonotonicInstant,
        completion: @escaping @Sendable (Result<BusAnswer, BusQuestionFailure>) -> Void
    ) {
        let answer = state.withLock { state in
            state.questions.append(Question(bus: bus, unit: unit, operation: operation, timeout: timeout))
            return state.answer
        }
        completion(answer)
    }

    func scan(
        _ bus: BusID, units: ClosedRange<Int>, models: [BusScan.Model], settings: [SerialSettings],
        news: @escaping @Sendable (BusScanNews) -> Void
    ) -> BusQuestionID? {
        state.withLock { state in
            guard state.takesSearches else { return nil }
            state.searches.append(
                Search(bus: bus, units: units, models: models, settings: settings, news: news))
            return BusQuestionID(UInt64(state.searches.count))
        }
    }

    func endScan(_ bus: BusID, _ id: BusQuestionID) { state.withLock { $0.ended.append(id) } }

    func models() -> [BusScan.Model] { state.withLock { $0.models } }

    var searches: [Search] { state.withLock { $0.searches } }
    var ended: [BusQuestionID] { state.withLock { $0.ended } }
}
