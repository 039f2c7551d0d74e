import HallModel
import Testing

@testable import HallConfiguration

/// The files of the project itself.
struct ShippedHardwareTests {
    @Test(
        "a shipped hall has no problem, not even a warning", arguments: ["township", "district"])
    func hall(name: String) throws {
        let file = "\(TestFiles.hardware)/Halls/\(name).yaml"
        let result = ConfigurationLoader(hardware: nil, for: file).load(file)
        #expect(result.problems.map(\.description) == [])
        #expect(result.plan != nil)
    }

    @Test func `every shipped profile loads and has examples`() {
        let (profiles, problems) = ConfigurationLoader(hardware: TestFiles.hardware, for: "").profiles()
        #expect(problems.map(\.description) == [])
        #expect(
            profiles.map(\.id.rawValue) == [
                "epson-tm-t88vi", "espeak-ng", "generic-alpha-sign", "generic-caller-7", "generic-contact-panel",
                "generic-escpos-58", "generic-escpos-80", "generic-escpos-silent", "generic-keys-8",
                "generic-rating-pad-5", "generic-syn6288", "generic-xfs5152", "generic-xy-md02", "kaysun-kc-fcd2-m",
                "megatec-q1", "nut-ups", "onbon-bx-5k",
                "onbon-bx-6k", "renke-rs-co2", "renke-rs-gz", "renke-rs-ws-n01", "waveshare-io-8ch",
                "waveshare-relay-8ch",
            ])
        #expect(profiles.allSatisfy { !$0.examples.isEmpty })
    }

    @Test func `the district hall is the one its file describes`() throws {
        let file = "\(TestFiles.hardware)/Halls/district.yaml"
        let plan = try #require(ConfigurationLoader(hardware: TestFiles.hardware, for: file).load(file).plan)
        let hours = OpenHours(opens: 9 * 3600, closes: 17 * 3600)
        #expect(plan.hall == HallSettings(name: "某某区政务服务中心", openHours: hours))
        #expect(plan.limits.map(\.id) == ["jiangxi-db36", "gbt18883-2022", "gb50034"])
        #expect(plan.devices.filter { $0.bus == "rs485-1" }.map(\.address) == [1, 2, 3, 4, 5, 6, 7, 8, 20, 30])
        #expect(plan.windows.map(\.pad) == ["w1-pad", "w2-pad", "w3-pad", "w4-pad"])
        #expect(plan.boards == ["hall-display"])
        #expect(plan.bus("ups")?.wire == .nut(host: "127.0.0.1", port: 3493))
        #expect(plan.device("lighting-ups")?.closesHall == false)
        #expect(plan.zones.first { $0.id == "machine-room" }?.isJudged == false)
        guard case .contactPanel(let panel)? = plan.device("panel")?.profile.settings else {
            Issue.record("no panel")
            return
        }
        #expect(panel.lines.map(\.purpose) == [.door, .leak, nil, .door, nil, .help, .fire, nil])
        #expect(plan.services.map(\.prefix) == ["A", "B", "C"])
        #expect(plan.services.map(\.name) == ["户籍", "社保", "税务"])
        #expect(plan.windows.map(\.id) == ["1", "2", "3", "4"])
        #expect(plan.window("1")?.serves == ["household", "social-security", "tax"])
        #expect(plan.window("3")?.display == "w3-display")
        #expect(plan.kiosks.map(\.id) == ["kiosk-1"])
        #expect(plan.kiosk("kiosk-1")?.services.map(\.key) == ["1", "2", "3"])
        #expect(plan.kiosk("kiosk-1")?.services.map(\.service) == ["household", "social-security", "tax"])
        #expect(plan.zones.first { $0.id == "waiting" }?.seats == 40)
        #expect(plan.device("kiosk-printer")?.profile.id == "generic-escpos-80")
    }

    @Test func `a bus that sets nothing takes the line settings of its device's profile`() throws {
        let file = "\(TestFiles.hardware)/Halls/township.yaml"
        let plan = try #require(ConfigurationLoader(hardware: TestFiles.hardware, for: file).load(file).plan)
        let display = SerialSettings(baud: 9600, dataBits: 7, parity: .even)
        #expect(plan.buses.first { $0.id == "w1-display" }?.wire == .serial(path: "/dev/hall/w1-display", display))
        let printer = SerialSettings(baud: 38_400, flow: .xonxoff)
        #expect(
            plan.buses.first { $0.id == "kiosk-printer" }?.wire == .serial(path: "/dev/hall/kiosk-printer", printer))
    }

    @Test func `the frames of the byte maps carry their checksums`() throws {
        let profiles = ConfigurationLoader(hardware: TestFiles.hardware, for: "").profiles().profiles
        for profile in profiles {
            guard case .byteMapKeys(let map) = profile.settings else { continue }
            let pressed = profile.examples.filter { $0.direction == .receives && $0.means.hasPrefix("key ") }
            #expect(!pressed.isEmpty)
            for example in pressed where !example.means.contains(";") {
                let key = try #require(map.keys.first { "key \($0.name)" == example.means })
                #expect(example.bytes.dropLast().last == UInt8(key.code))
                let body = example.bytes.dropLast()
                let xor = body.reduce(0, ^)
                let sum = body.reduce(0, &+)
                #expect([xor, sum].contains(example.bytes.last))
            }
        }
    }
}
