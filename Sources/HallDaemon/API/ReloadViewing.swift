import HallAPI
import HallConfiguration
import HallModel

extension Dispatcher {
    /// Reads the configuration again; the file is read on the thread that starts and stops the daemon, never on this one.
    func reload(_ call: PendingCall) throws(APIFault) -> Outcome {
        let asked = try language(ReloadHall.parameters(of: call.header).language)
        return .later { deliver in
            let language = view(asked).language
            let ticket = replies.expect(deliver)
            gateway.reload(
                ReloadRequest(language: language) { result in
                    replies.fulfil(ticket) {
                        switch result {
                        case .success(let answer): ReloadHall.message(reply: .init(answer, language))
                        case .failure(let error): Self.fault(error, .hall).message
                        }
                    }
                })
        }
    }
}

extension ReloadHall.Reply {
    /// Problems told at most: those of one file are 200.
    private static let problemsTold = 500

    fileprivate init(_ answer: ReloadAnswer, _ language: Language) {
        let problems = answer.problems.prefix(Self.problemsTold).map { problem in
            ProblemView(
                file: problem.file.withoutControls, line: problem.line, column: problem.column,
                severity: problem.severity.rawValue, text: problem.text, remedy: problem.remedy)
        }
        switch answer.decision {
        case .adopted: self.init(outcome: .adopted, problems: problems)
        case .unchanged: self.init(outcome: .unchanged, problems: problems)
        case .refused(let refusal):
            self.init(
                outcome: .refused, code: refusal.code.withoutControls, reason: refusal.text(language),
                problems: problems)
        case nil: self.init(outcome: .invalid, problems: problems)
        }
    }
}
