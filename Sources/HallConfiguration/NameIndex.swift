import HallModel

/// The names of one list of the hall, for the references to them.
struct NameIndex {
    private let subject: Subject
    private let isComplete: Bool
    private var firsts: [String: Mark] = [:]
    private(set) var names: [String] = []

    /// Takes the names of a list and reports those that are taken already.
    init(_ subject: Subject, _ ids: [Placed<String>], isComplete: Bool, log: ProblemLog) {
        self.subject = subject
        self.isComplete = isComplete
        for id in ids {
            if let first = firsts[id.value] {
                log.report(.duplicateID(subject, id.value, first: first), at: id.mark)
            } else {
                firsts[id.value] = id.mark
                names.append(id.value)
            }
        }
    }

    /// Whether a name is there; reported if not, unless a part of the list could not be read: it may stand there.
    func contains(_ reference: Placed<String>, log: ProblemLog) -> Bool {
        if firsts[reference.value] != nil { return true }
        if isComplete { log.report(.noSuch(subject, reference.value, known: names), at: reference.mark) }
        return false
    }
}
