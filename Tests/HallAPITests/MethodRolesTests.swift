import Foundation
import HallAPI
import HallModel
import Testing

struct MethodRolesTests {
    private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/roles.md")

    private func rights(_ roles: Role..., windows: WindowID...) -> Rights {
        var rights = Rights()
        rights.roles = roles
        rights.windows = windows
        return rights
    }

    @Test func `an administrator may call everything`() {
        for method in APIMethod.allCases { #expect(method.isAllowed(.all, at: "1"), "\(method.rawValue)") }
    }

    @Test func `a supervisor changes nothing, and touches no wire`() {
        for method in APIMethod.allCases {
            let touches = method.isCommand || [.reload, .traceBus, .readBus, .scanBus].contains(method)
            #expect(method.isAllowed(rights(.supervisor)) == !touches, "\(method.rawValue)")
        }
    }

    @Test func `a clerk's verbs hold at their own window`() {
        let clerk = rights(.counter, windows: "2")
        #expect(APIMethod.callNext.isAllowed(clerk, at: "2"))
        #expect(!APIMethod.callNext.isAllowed(clerk, at: "1"))
        #expect(!APIMethod.callNext.isAllowed(clerk))
        #expect(APIMethod.status.isAllowed(clerk))
        #expect(APIMethod.callNext.isAllowed(rights(.counter, .operator, windows: "2"), at: "1"))
    }

    @Test func `nobody rates a service as its clerk`() {
        #expect(!APIMethod.rateService.isAllowed(rights(.counter, windows: "1"), at: "1"))
    }

    @Test func `roles.md holds the table that the server asks`() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let isThere = text.contains(APIMethod.rolesTable)
        let wanted = FileManager.default.temporaryDirectory.appendingPathComponent("roles-table.md")
        if !isThere { try APIMethod.rolesTable.write(to: wanted, atomically: true, encoding: .utf8) }
        #expect(isThere, "docs/roles.md is to hold what stands in \(wanted.path)")
    }
}
