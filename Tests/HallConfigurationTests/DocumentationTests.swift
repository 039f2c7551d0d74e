import HallModel
import Testing

@testable import HallConfiguration

/// What the documents promise.
struct DocumentationTests {
    private static let docs = FileSystem.parent(of: TestFiles.hardware) + "/docs"

    private func document(_ name: String) throws -> String {
        String(decoding: try FileSystem.read("\(Self.docs)/\(name)", limit: Limit.fileBytes), as: UTF8.self)
    }

    /// The YAML blocks of a document, in its order.
    private func blocks(of document: String) -> [String] {
        document.split(separator: "```yaml\n", omittingEmptySubsequences: false).dropFirst().compactMap {
            $0.split(separator: "```", maxSplits: 1).first.map(String.init)
        }
    }

    @Test func `the complete hall of configuration.md loads without a word`() throws {
        let example = try #require(blocks(of: try document("configuration.md")).first)
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let result = loader.load(Array(example.utf8), named: "configuration.md")
        #expect(result.problems.map(\.description) == [])
        #expect(result.plan?.windows.count == 2)
        #expect(result.plan?.devices.filter { $0.bus == "displays" }.map(\.address) == [1, 2])
    }

    @Test func `the access, queue and operators sections of configuration.md load with it`() throws {
        let examples = blocks(of: try document("configuration.md"))
        #expect(examples.count == 6)
        let text = examples[...3].joined()
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let result = loader.load(Array(text.utf8), named: "configuration.md")
        #expect(result.problems == [])
        #expect(result.plan?.operators.map(\.title) == ["王某", "李某"])
        #expect(result.plan?.operators.last?.skills == ["household"] && result.plan?.operators.last?.covers == ["1"])
        #expect(result.plan?.operators.first?.user == "counter1" && result.plan?.operators.first?.phone == "8012")
    }

    @Test func `the profiles of configuration.md load without a word`() throws {
        for example in blocks(of: try document("configuration.md")).dropFirst(4) {
            let log = ProblemLog(file: "configuration.md", language: .en)
            let node = try #require(YAMLReader.read(Array(example.utf8), log: log))
            #expect(ProfileDecoder.profile(node, id: "example", log: log) != nil)
            #expect(log.problems == [])
        }
    }

    @Test func `names.md has every word that files and records use`() throws {
        let text = try document("names.md")
        let words =
            ProfileDecoder.Kind.allCases.map(\.rawValue) + WindowVerb.callerKeys
            + LampState.allCases.map(\.rawValue) + AlarmKind.allCases.map(\.rawValue)
        for word in words { #expect(text.contains("`\(word)`"), "\(word) is missing") }
    }

    @Test func `configuration.md has every word that an enum of the files allows`() throws {
        let text = try document("configuration.md")
        let words =
            PrinterSettings.Charset.allCases.map(\.rawValue) + PrinterSettings.Proof.allCases.map(\.rawValue)
            + PrinterSettings.Cut.allCases.map(\.rawValue) + SerialSettings.FlowControl.allCases.map(\.rawValue)
            + Profile.Trust.allCases.map(\.rawValue) + ByteMap.Checksum.allCases.map(\.rawValue)
            + Language.allCases.map(\.rawValue) + RegisterMap.Table.allCases.map(\.rawValue)
            + RegisterMap.Encoding.allCases.map(\.rawValue) + RegisterMap.WordOrder.allCases.map(\.rawValue)
            + PointMeaning.allCases.map(\.rawValue) + ContactPurpose.allCases.map(\.rawValue)
            + PlateField.allCases.map(\.rawValue) + VoiceModuleSettings.Dialect.allCases.map(\.rawValue)
        for word in words { #expect(text.contains("`\(word)`"), "\(word) is missing") }
        for baud in MappingReader.bauds { #expect(text.contains("\(baud)"), "\(baud) is missing") }
    }
}
