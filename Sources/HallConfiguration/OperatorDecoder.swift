import HallModel

/// Reads the people who work at windows.
struct OperatorDecoder {
    let log: ProblemLog

    /// One entry of `operators`; all but the id may be left out.
    func person(_ keys: inout MappingReader, _ id: Placed<String>) -> HallFile.Operator {
        var person = HallFile.Operator(
            id: id, name: keys.text("name", limit: Limit.name), post: keys.text("post", limit: Limit.name),
            department: keys.text("department", limit: Limit.name), phone: keys.text("phone", limit: Limit.name),
            number: keys.text("number", limit: Limit.name), user: keys.text("user", limit: Limit.name))
        person.skills = names(&keys, "skills", limit: Limit.services)
        person.covers = names(&keys, "covers", limit: Limit.windows)
        return person
    }

    /// A list that names something; an empty one would mean everything.
    private func names(_ keys: inout MappingReader, _ key: String, limit: Int) -> [Placed<String>] {
        guard let nodes = keys.list(key, limit: limit) else { return [] }
        if nodes.isEmpty { log.report(.namesNothing(key), at: keys.node(key)?.mark ?? keys.mark) }
        return nodes.compactMap { ValueReader(name: key, log: log).text($0, limit: Limit.text) }
    }
}

extension Finding {
    static func namesNothing(_ key: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(key)) 是空的", en: "\(quoted(key)) names nothing"),
            Bilingual(zh: "请列出，或删除（不写则不限）", en: "list some, or remove it: without it there is no restriction"))
    }

    static func userTwice(_ user: String, person: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "用户 \(quoted(user)) 已属于人员 \(quoted(person))（\(first.zh)）",
                en: "user \(quoted(user)) already belongs to operator \(quoted(person)) \(first.en)"),
            Bilingual(zh: "每个用户只属于一人", en: "each user is one person's"))
    }
}

extension PlanBuilder {
    /// The people of the file; what they name must be there, once.
    func operatorPlans(
        _ section: HallFile.Section<HallFile.Operator>, services: NameIndex, windows: NameIndex, log: ProblemLog
    ) -> [OperatorPlan] {
        _ = NameIndex(.operator, section.entries.map(\.id), isComplete: section.isComplete, log: log)
        var users: [String: (person: String, mark: Mark)] = [:]
        return section.entries.map { person in
            check(person.skills, .service, services, log)
            check(person.covers, .window, windows, log)
            if let user = person.user {
                if let first = users[user.value] {
                    log.report(.userTwice(user.value, person: first.person, first: first.mark), at: user.mark)
                } else {
                    users[user.value] = (person.id.value, user.mark)
                }
            }
            var plan = OperatorPlan(
                id: OperatorID(person.id.value), name: person.name?.value,
                skills: person.skills.map { ServiceID($0.value) }, covers: person.covers.map { WindowID($0.value) })
            plan.post = person.post?.value
            plan.department = person.department?.value
            plan.phone = person.phone?.value
            plan.number = person.number?.value
            plan.user = person.user?.value
            return plan
        }
    }

    private func check(_ names: [Placed<String>], _ subject: Subject, _ index: NameIndex, _ log: ProblemLog) {
        var firsts: [String: Mark] = [:]
        for name in names where index.contains(name, log: log) {
            if let first = firsts[name.value] {
                log.report(.repeated(subject, name.value, first: first), at: name.mark)
            }
            firsts[name.value] = firsts[name.value] ?? name.mark
        }
    }
}
