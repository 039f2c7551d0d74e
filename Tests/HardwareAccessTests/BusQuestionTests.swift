import DeviceDrivers
import HallModel
import Testing

@testable import HardwareAccess

/// What a person asks of a bus is told its end once, whatever becomes of the bus.
struct BusQuestionTests {
    private typealias Ends = Shared<[Result<BusAnswer, BusQuestionFailure>]>

    private func ask(_ bus: ProbedBus, unit: Int = 7) -> Ends {
        let ends = Ends([])
        bus.thread.ask(
            unit: unit, .readHolding(address: 0, count: 1), timeout: .milliseconds(100), deadline: .now + .seconds(5)
        ) { end in ends.change { $0.append(end) } }
        return ends
    }

    @Test func `an answer finds who asked, once, and a second answer nobody`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path) { event in
            guard case .ask(let question) = event else { return [] }
            let answer = BusAnswer.replied(.registers([UInt16(question.unit)]))
            return [.answer(question.id, answer), .answer(question.id, .expired)]
        }
        let first = ask(bus, unit: 7)
        let second = ask(bus, unit: 9)
        #expect(Wire.wait { first.value.count == 1 && second.value.count == 1 })
        bus.thread.stop()
        #expect(first.value == [.success(.replied(.registers([7])))])
        #expect(second.value == [.success(.replied(.registers([9])))])
    }

    @Test func `a question that a thread leaves unanswered ends with it, and a later one at once`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path)
        #expect(bus.isOpened())
        let open = ask(bus)
        #expect(Wire.wait { bus.log.value.contains { if case .ask = $0 { true } else { false } } })
        #expect(open.value.isEmpty)
        bus.thread.stop()
        #expect(open.value == [.failure(.stopped)])
        #expect(ask(bus).value == [.failure(.stopped)])
    }

    @Test func `a question that finds the mailbox full is told so`() throws {
        let pair = try PseudoTerminal()
        let gate = Shared(false)
        let bus = try ProbedBus(path: pair.path) { event in
            if event == .opened { _ = Wire.wait { gate.value } }
            return []
        }
        #expect(bus.isOpened())
        while bus.thread.post(.withdraw(JobID(1))) {}
        #expect(ask(bus).value == [.failure(.busy)])
        let scan = bus.thread.scan(units: 1...2, models: [], settings: []) { _ in Issue.record("it was never begun") }
        #expect(scan == nil)
        gate.value = true
    }

    @Test func `a search is told of everything until its end, and of nothing behind it`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path) { event in
            switch event {
            case .scan(let scan): [.scanned(scan.id, .progress(done: 1, of: scan.units.count))]
            case .endScan(let id): [.scanned(id, .ended(.stopped)), .scanned(id, .progress(done: 2, of: 2))]
            default: []
            }
        }
        let news = Shared<[BusScanNews]>([])
        let id = try #require(
            bus.thread.scan(units: 1...2, models: [], settings: []) { told in news.change { $0.append(told) } })
        #expect(Wire.wait { news.value == [.progress(done: 1, of: 2)] })
        bus.thread.endScan(id)
        #expect(Wire.wait { news.value.count > 1 })
        bus.thread.stop()
        #expect(news.value == [.progress(done: 1, of: 2), .ended(.stopped)])
    }

    @Test func `a search ends with its thread, and one that nobody wants any more ends in a full mailbox too`() throws {
        let pair = try PseudoTerminal()
        let gate = Shared(false)
        let bus = try ProbedBus(path: pair.path) { event in
            if case .scan = event { _ = Wire.wait { gate.value } }
            return []
        }
        #expect(bus.isOpened())
        let news = Shared<[BusScanNews]>([])
        let id = try #require(
            bus.thread.scan(units: 1...2, models: [], settings: []) { told in news.change { $0.append(told) } })
        #expect(Wire.wait { bus.log.value.contains { if case .scan = $0 { true } else { false } } })
        while bus.thread.post(.withdraw(JobID(1))) {}
        bus.thread.endScan(id)
        gate.value = true
        #expect(Wire.wait { bus.count(.endScan(id)) == 1 })
        bus.thread.stop()
        #expect(news.value == [.ended(.stopped)])
    }

    @Test func `a machine's figures can be read from outside`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path)
        #expect(bus.thread.figures == nil)
        var figures = LineFigures()
        figures.savedRequests = 3
        bus.figures.value = figures
        #expect(Wire.wait { bus.thread.figures == figures })
    }
}
