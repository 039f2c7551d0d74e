import HallModel

/// The folder `Profiles`: one file a device model, its name the profile's id.
struct ProfileFolder {
    let path: String
    private let language: Language
    /// The ids by file name, in byte order; nil when the folder cannot be read.
    let ids: [String]?
    private let failure: String
    /// Files that are no profiles by their names.
    private let misnamed: [String]

    init(hardware: String, language: Language) {
        path = hardware + "/Profiles"
        self.language = language
        do throws(FileSystem.Failure) {
            let files = try FileSystem.names(in: path).filter { $0.hasSuffix(".yaml") }
            let names = files.prefix(Limit.profiles).map { String($0.dropLast(".yaml".count)) }
            ids = names.filter(Identifiers.isValid)
            misnamed = names.filter { !Identifiers.isValid($0) }
            failure = ""
        } catch {
            ids = nil
            misnamed = []
            failure = if case .system(let reason) = error { reason } else { "" }
        }
    }

    /// Says that the folder cannot be read.
    var unreadable: Finding { .noProfilesFolder("\(path): \(failure)") }

    /// One profile, if its file has no errors, and everything there is to say about it.
    func profile(_ id: String) -> (profile: Profile?, problems: [ConfigurationProblem]) {
        let log = ProblemLog(file: "\(path)/\(id).yaml", language: language)
        let node = log.readFile().flatMap { YAMLReader.read($0, log: log) }
        let profile = node.flatMap { ProfileDecoder.profile($0, id: ProfileID(id), log: log) }
        return (log.hasErrors ? nil : profile, log.sorted)
    }

    /// Every profile without errors, and the problems of all files, by file and place.
    func all() -> (profiles: [Profile], problems: [ConfigurationProblem]) {
        let folderLog = ProblemLog(file: path, language: language)
        guard let ids else {
            folderLog.report(unreadable, at: .wholeFile)
            return ([], folderLog.sorted)
        }
        for name in misnamed { folderLog.report(.badProfileFileName(name + ".yaml"), at: .wholeFile) }
        let read = ids.map { profile($0) }
        return (read.compactMap(\.profile), folderLog.sorted + read.flatMap(\.problems))
    }
}
