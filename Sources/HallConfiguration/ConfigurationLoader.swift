import HallModel

/// Reads `hall.yaml` and the profiles it names into one checked plan.
public struct ConfigurationLoader: Sendable {
    /// A file's plan, if it has no errors, and everything there is to say about it.
    public struct Result: Sendable {
        /// The plan; nil when there is an error.
        public var plan: HallPlan?
        /// The serial ports that udev is to name, in the file's order.
        public var ports: [NamedPort] = []
        /// All problems of all files: the hall's file first, then profiles, then limits; inside a file by place.
        public var problems: [ConfigurationProblem]
    }

    /// The folder with `Profiles`.
    public var hardware: String
    /// The language of the problems; English by default, as is usual for what editors and scripts read.
    public var language: Language = .en
    /// Where time zones are looked up.
    var zoneDirectory = ZoneDirectory.standard
    /// What belongs to a hall outside its file.
    var installation = Installation()

    /// Where an installed hall keeps its profiles.
    private static let installed = "/usr/share/halld"

    /// Reads profiles from `hardware`; nil looks where the programs' help says (two levels above the file, `./Hardware`,
    /// `/usr/share/halld`).
    public init(hardware: String?, for file: String) {
        let above = FileSystem.parent(of: FileSystem.parent(of: file))
        let candidates = [above, "Hardware"]
        self.hardware =
            hardware ?? candidates.first { FileSystem.isFolder($0 + "/Profiles") } ?? Self.installed
    }

    /// Reads and checks everything; never throws, all problems come back together.
    public func load(_ file: String) -> Result {
        let log = ProblemLog(file: file, language: language)
        guard let bytes = log.readFile() else { return Result(plan: nil, problems: log.sorted) }
        return load(bytes, log: log)
    }

    /// Judges the content of a file that is not on the disk under that name (a reload's text, a test).
    public func load(_ content: [UInt8], named file: String) -> Result {
        let log = ProblemLog(file: file, language: language)
        guard content.count <= Limit.fileBytes else {
            log.report(.tooLarge(limit: Limit.fileBytes), at: .wholeFile)
            return Result(plan: nil, problems: log.sorted)
        }
        return load(content, log: log)
    }

    private func load(_ bytes: [UInt8], log: ProblemLog) -> Result {
        guard let node = YAMLReader.read(bytes, log: log), let hall = HallFileDecoder.file(node, log: log) else {
            return Result(plan: nil, problems: log.sorted)
        }
        // Also the zone that nobody wrote: without its file the hall would show UTC.
        let standardZone = Placed(value: HallSettings(name: "").timezone, mark: hall.mark)
        zoneDirectory.check(hall.timezone ?? standardZone, log: log)
        let (profiles, profileProblems) = profiles(of: hall, log: log)
        let limits = LimitFolder(path: hardware + "/Limits", language: language).sets(hall.limits, log: log)
        var builder = PlanBuilder(hall, profiles: profiles, log: log)
        var plan = builder.build()
        plan.limits = limits.sets
        let ports = PortChecks(file: hall, log: log).ports()
        let problems = log.sorted + profileProblems + limits.problems
        return Result(
            plan: problems.contains { $0.severity == .error } ? nil : plan, ports: ports, problems: problems)
    }

    /// The profiles that a hall names, without those that are missing or broken.
    private func profiles(
        of hall: HallFile, log: ProblemLog
    ) -> (profiles: [String: Profile], problems: [ConfigurationProblem]) {
        let references = hall.devices.entries.compactMap(\.profile)
        guard let first = references.first else { return ([:], []) }
        let folder = ProfileFolder(hardware: hardware, language: language)
        guard let ids = folder.ids else {
            log.report(folder.unreadable, at: first.mark)
            return ([:], [])
        }
        var wanted: Set<String> = []
        for reference in references {
            if ids.contains(reference.value) {
                wanted.insert(reference.value)
            } else {
                log.report(.unknownProfile(reference.value, folder: folder.path, known: ids), at: reference.mark)
            }
        }
        var profiles: [String: Profile] = [:]
        var problems: [ConfigurationProblem] = []
        for id in ids where wanted.contains(id) {
            let read = folder.profile(id)
            profiles[id] = read.profile
            problems += read.problems
        }
        return (profiles, problems)
    }

    /// Every profile in the folder, or the problems that keep it from being read.
    public func profiles() -> (profiles: [Profile], problems: [ConfigurationProblem]) {
        ProfileFolder(hardware: hardware, language: language).all()
    }
}
