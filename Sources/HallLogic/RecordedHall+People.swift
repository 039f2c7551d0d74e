import HallModel

/// Who works where, and what windows serve.
extension RecordedHall {
    /// What a window serves now: as configured or assigned, and of that what whoever signed on there may.
    public func serves(_ window: WindowState) -> [ServiceID] {
        let all = window.assigned ?? plan?.window(window.id)?.serves ?? []
        guard let skills = window.operator.flatMap({ plan?.operator($0) })?.skills, !skills.isEmpty else { return all }
        return all.filter(skills.contains)
    }

    /// Somebody has signed on at a window, or nobody needs to.
    public func isManned(_ window: WindowState) -> Bool {
        window.operator != nil || plan?.operators.isEmpty ?? true
    }

    /// Where a person has signed on, or somebody takes their place.
    public func window(of person: OperatorID) -> WindowState? { windows.first { $0.isOf(person) } }

    mutating func staff(_ fact: HallFact) {
        switch fact {
        case .operatorSignedOn(let fact):
            for index in windows.indices { windows[index].standInNoMore(for: fact.person) }
            change(fact.window) {
                $0.operator = fact.person
                if let relieved = fact.relieves, relieved != fact.person {
                    $0.standsInFor = ($0.standsInFor ?? []) + [relieved]
                }
            }
        case .operatorSignedOff(let fact):
            change(fact.window) {
                $0.operator = nil
                // Whoever takes over stands in for all of them.
                if fact.reason != .covered { $0.standsInFor = nil }
            }
        case .windowReassigned(let fact): change(fact.window) { $0.assigned = fact.services }
        default: break
        }
    }

    /// A window serves nothing that is no longer there.
    mutating func forgetServices(notIn plan: HallPlan) {
        for index in windows.indices {
            guard let assigned = windows[index].assigned else { continue }
            let left = assigned.filter { plan.service($0) != nil }
            windows[index].assigned = left.isEmpty ? nil : left
        }
    }
}

extension WindowState {
    /// The person works here, or somebody here takes their place.
    func isOf(_ person: OperatorID) -> Bool { self.operator == person || standsInFor?.contains(person) ?? false }

    fileprivate mutating func standInNoMore(for person: OperatorID) {
        let left = standsInFor?.filter { $0 != person } ?? []
        standsInFor = left.isEmpty ? nil : left
    }
}
