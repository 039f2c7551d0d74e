import Foundation
import HallAPI
import HallModel
import Testing

/// Who may do what, asked by clients with other users and groups, as the kernel tells them.
@Suite(.serialized, .enabled(if: geteuid() == 0, "only root can become somebody else"))
struct RoleTests {
    /// Groups that every Debian has, in place of a site's own.
    private static let groups: [(role: Role, name: String, number: Int)] = [
        (.viewer, "games", 60), (.counter, "audio", 29), (.operator, "operator", 37), (.supervisor, "staff", 50),
        (.technician, "dialout", 20), (.administrator, "sudo", 27),
    ]

    private func hall(_ extra: String = "") throws -> HallUnderTest {
        try HallUnderTest { folder in
            let hardware = Programs.repository.appendingPathComponent("Hardware")
            let township = try String(
                contentsOf: hardware.appendingPathComponent("Halls/township.yaml"), encoding: .utf8)
            let file = folder.appendingPathComponent("hall.yaml")
            // Whatever the example says of access, this hall says itself.
            let lines = township.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("access:") }
            let grants = Self.groups.filter { $0.role != .counter }.map { "\($0.role.rawValue): [\($0.name)]" }
            let access = "access: {\(grants.joined(separator: ", ")), counter: {\"1\": [audio]}\(extra)}"
            try (lines.joined(separator: "\n") + "\n" + access + "\n")
                .write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
            return (file, hardware)
        }
    }

    /// What one user with these supplementary groups is told about each call.
    private func ask(_ hall: HallUnderTest, groups: [Int], _ calls: [(APIMethod, String)]) throws -> [Bool] {
        let client = hall.folder.appendingPathComponent("client.py")
        if !FileManager.default.fileExists(atPath: client.path) {
            // Another user may not be able to look into the repository.
            try FileManager.default.copyItem(
                at: Programs.repository.appendingPathComponent("Tests/Roles/client.py"), to: client)
        }
        let input = calls.map { method, parameters in
            let more = method.isStream ? ",\"more\":true" : ""
            return "{\"method\":\"\(method.rawValue)\",\"parameters\":\(parameters)\(more)}\n"
        }.joined()
        let list = hall.folder.appendingPathComponent("calls.jsonl")
        try input.write(to: list, atomically: true, encoding: .utf8)
        let names = groups.isEmpty ? ["--clear-groups"] : ["--groups", groups.map(String.init).joined(separator: ",")]
        let outcome = try Programs.run(
            URL(fileURLWithPath: "/bin/sh"),
            [
                "-c",
                "setpriv --reuid 64999 --regid 64999 \(names.joined(separator: " ")) /usr/bin/python3 \"$0\" \"$1\" <\"$2\"",
                client.path, hall.socket, list.path,
            ])
        guard outcome.status == 0 else { throw Programs.Failure(description: outcome.errors) }
        return outcome.output.split(separator: "\n").map { $0 == "allowed" }
    }

    /// Parameters with which a method is understood. What becomes of the call is another matter.
    private func parameters(_ method: APIMethod, window: String = "1") -> String {
        switch method {
        case .getInfo, .status, .version, .whoAmI, .health, .listDevices, .listPoints, .watchPoints, .listAlarms,
            .watchAlarms, .queueState, .listWindows, .listBuses, .busStats, .busBudget, .watch,
            .discharges, .statistics, .reload, .listOperators, .listAssists, .listMessages, .listAppointments:
            "{}"
        case .importAppointments: #"{"appointments":[]}"#
        case .cancelAppointment: #"{"code":"W-1"}"#
        case .getInterfaceDescription: #"{"interface":"org.halld.Hall"}"#
        case .showDevice: #"{"id":"kiosk-printer"}"#
        case .writePoint: #"{"point":"a.b","value":"1","reason":"trial"}"#
        case .whyPoint: #"{"point":"a.b"}"#
        case .pointHistory:
            #"{"point":"a.b","from":"2026-01-01T00:00:00+08:00","to":"2026-01-01T01:00:00+08:00","steps":10}"#
        case .acknowledgeAlarm, .unshelveAlarm, .whyAlarm: #"{"id":"a.b"}"#
        case .shelveAlarm: #"{"id":"a.b","seconds":600}"#
        case .setAlarmService: #"{"id":"a.b","inService":true}"#
        case .takeTicket: #"{"service":"household"}"#
        case .showTicket, .cancelTicket, .parkTicket, .returnTicket, .reprintTicket, .whyTicket, .whyCall:
            #"{"number":"A001"}"#
        case .transferTicket: #"{"number":"A001","service":"household"}"#
        case .transferVisitor: "{\"window\":\"\(window)\",\"service\":\"household\"}"
        case .openWindow, .closeWindow, .callNext, .recall, .putBack, .parkVisitor, .startService, .finishService,
            .noShow,
            .pauseWindow, .resumeWindow, .whyWindow, .signOn, .signOff, .callAssist, .answerAssist:
            "{\"window\":\"\(window)\"}"
        case .assignWindow: "{\"window\":\"\(window)\",\"services\":[\"household\"]}"
        case .sendMessage: "{\"to\":\"desk\",\"from\":\"\(window)\",\"text\":\"x\"}"
        case .traceBus, .scanBus: #"{"bus":"kiosk-printer"}"#
        case .readBus: #"{"bus":"kiosk-printer","unit":1,"table":"holding","address":0,"count":1}"#
        case .rateService: "{\"window\":\"\(window)\",\"level\":\"5\"}"
        }
    }

    @Test func `each role may call what the table gives it, and nothing else`() throws {
        let hall = try hall()
        let calls = APIMethod.allCases.map { ($0, parameters($0)) }
        for (role, _, number) in Self.groups {
            let answers = try ask(hall, groups: [number], calls)
            #expect(answers.count == calls.count)
            for ((method, _), isAllowed) in zip(calls, answers) {
                let expected = method.roles?.contains(role) ?? true
                #expect(isAllowed == expected, "\(role.rawValue): \(method.rawValue)")
            }
        }
    }

    @Test func `roles come from supplementary groups and add up`() throws {
        let hall = try hall()
        let calls = [APIMethod.takeTicket, .writePoint, .status].map { ($0, parameters($0)) }
        #expect(try ask(hall, groups: [37, 20], calls) == [true, true, true], "operator and technician")
        #expect(try ask(hall, groups: [60], calls) == [false, false, true], "viewer")
    }

    @Test func `somebody in no group may ask who they are, and no more`() throws {
        let hall = try hall()
        let calls = APIMethod.allCases.map { ($0, parameters($0)) }
        let allowed = zip(calls, try ask(hall, groups: [], calls)).filter(\.1).map(\.0.0)
        #expect(allowed == [.getInfo, .getInterfaceDescription, .whoAmI])
    }

    @Test func `others look only where the configuration says so`() throws {
        let hall = try hall(", others: viewer")
        let calls = [APIMethod.status, .takeTicket].map { ($0, parameters($0)) }
        #expect(try ask(hall, groups: [], calls) == [true, false])
    }

    @Test func `a clerk works at the window of their group and at no other`() throws {
        let hall = try hall()
        let verbs =
            APIMethod.allCases.filter { $0.interface == .windows && $0.isCommand && $0 != .rateService }
            + [.signOn, .signOff, .callAssist, .sendMessage]
        #expect(try ask(hall, groups: [29], verbs.map { ($0, parameters($0)) }) == verbs.map { _ in true })
        #expect(
            try ask(hall, groups: [29], verbs.map { ($0, parameters($0, window: "2")) }) == verbs.map { _ in false })
        let unsaid = [(APIMethod.sendMessage, #"{"to":"desk","text":"x"}"#)]
        #expect(try ask(hall, groups: [29], unsaid) == [true], "written from their own window")
        #expect(try ask(hall, groups: [29], [(.assignWindow, parameters(.assignWindow))]) == [false])
    }

    @Test func `a changed configuration changes what a user may do`() throws {
        let hall = try hall()
        let calls = [(APIMethod.takeTicket, parameters(.takeTicket))]
        #expect(try ask(hall, groups: [60], calls) == [false])
        var text = try String(contentsOf: hall.configuration, encoding: .utf8)
        text = text.replacingOccurrences(of: "operator: [operator]", with: "operator: [operator, games]")
        try text.write(to: hall.configuration, atomically: true, encoding: .utf8)
        kill(try #require(hall.daemon).processIdentifier, SIGHUP)
        try hall.wait("the new access is in force") { try ask(hall, groups: [60], calls) == [true] }
    }

    @Test func `a stream ends when the right to it is taken away`() throws {
        let hall = try hall()
        let log = hall.folder.appendingPathComponent("stream.txt")
        let stream = try client("stream.py", hall, groups: [60], output: log)
        defer { stream.end() }
        func told() throws -> [String] {
            try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
        }
        try hall.wait("the stream has begun") { try told() == ["told"] }
        var text = try String(contentsOf: hall.configuration, encoding: .utf8)
        text = text.replacingOccurrences(of: "viewer: [games]", with: "viewer: [operator]")
        try text.write(to: hall.configuration, atomically: true, encoding: .utf8)
        kill(try #require(hall.daemon).processIdentifier, SIGHUP)
        try hall.wait("the stream has ended") { try told().suffix(2) == ["permissionDenied", "closed"] }
    }

    @Test func `people without a role share 32 connections, and those with one do not feel it`() throws {
        let hall = try hall()
        let log = hall.folder.appendingPathComponent("strangers.txt")
        let strangers = try client("strangers.py", hall, groups: [], output: log)
        defer { strangers.end() }
        try hall.wait("all of them were told") {
            try String(contentsOf: log, encoding: .utf8) == "32 answered, 8 busy\n"
        }
        #expect(try ask(hall, groups: [60], [(.status, "{}")]) == [true])
        #expect(try hall.hallctl(["status"]).status == 0)
    }

    /// A client that goes on, as user 64999 with these supplementary groups.
    private func client(_ name: String, _ hall: HallUnderTest, groups: [Int], output: URL) throws -> Process {
        let script = hall.folder.appendingPathComponent(name)
        try FileManager.default.copyItem(
            at: Programs.repository.appendingPathComponent("Tests/Roles/\(name)"), to: script)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        let names = groups.isEmpty ? ["--clear-groups"] : ["--groups", groups.map(String.init).joined(separator: ",")]
        process.arguments =
            ["--reuid", "64999", "--regid", "64999"] + names + ["/usr/bin/python3", "-u", script.path, hall.socket]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        return process
    }

    @Test func `whoever is refused is told what it takes, in both languages`() throws {
        let hall = try hall()
        try FileManager.default.copyItem(
            at: Programs.directory.appendingPathComponent("hallctl"), to: hall.folder.appendingPathComponent("hallctl"))
        func run(_ language: String) throws -> Programs.Outcome {
            try Programs.run(
                URL(fileURLWithPath: "/usr/bin/setpriv"),
                [
                    "--reuid", "64999", "--regid", "64999", "--groups", "60",
                    hall.folder.appendingPathComponent("hallctl").path, "--socket", hall.socket, "--lang", language,
                    "ticket", "take", "household",
                ])
        }
        let english = try run("en")
        #expect(english.status == 1)
        #expect(
            english.errors.hasPrefix(
                "hallctl: user uid:64999 may not do this: it takes one of the roles operator, administrator"),
            "\(english.errors)")
        #expect(try run("zh").errors.hasPrefix("hallctl: 用户 uid:64999 无权执行此操作"))
    }
}
