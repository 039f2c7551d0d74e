import HallModel

/// The folder `Limits`: one file a standard, its name the set's id.
struct LimitFolder {
    let path: String
    let language: Language

    /// The sets by file name, in byte order; empty when there is no folder.
    var ids: [String] {
        guard let names = try? FileSystem.names(in: path) else { return [] }
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
            .filter(Identifiers.isValid)
    }

    /// One set, if its file has no errors, and everything there is to say about it.
    func set(_ id: String) -> (set: LimitSet?, problems: [ConfigurationProblem]) {
        let log = ProblemLog(file: "\(path)/\(id).yaml", language: language)
        let node = log.readFile().flatMap { YAMLReader.read($0, log: log) }
        let set = node.flatMap { LimitDecoder.set($0, id: id, log: log) }
        return (log.hasErrors ? nil : set, log.sorted)
    }

    /// The sets that a hall names, in its order; those that are missing or broken are reported and left out.
    func sets(_ names: [Placed<String>], log: ProblemLog) -> (sets: [LimitSet], problems: [ConfigurationProblem]) {
        let ids = ids
        var sets: [LimitSet] = []
        var problems: [ConfigurationProblem] = []
        var firsts: [String: Mark] = [:]
        for name in names {
            if let first = firsts[name.value] {
                log.report(.repeated(.limitSet, name.value, first: first), at: name.mark)
                continue
            }
            firsts[name.value] = name.mark
            guard ids.contains(name.value) else {
                log.report(.noSuchLimitSet(name.value, folder: path, known: ids), at: name.mark)
                continue
            }
            let read = set(name.value)
            if let set = read.set { sets.append(set) }
            problems += read.problems
        }
        return (sets, problems)
    }
}
