import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@testable import HallConfiguration

/// The examples of the shipped profiles, through the codecs that the drivers use.
struct ShippedExampleTests {
    /// The characters of the examples, by the code table of GB 2312; the larger sets have them at the same places.
    private static let characters: [Unicode.Scalar: [UInt8]] = [
        "请": [0xC7, 0xEB], "到": [0xB5, 0xBD], "号": [0xBA, 0xC5], "窗": [0xB4, 0xB0], "口": [0xBF, 0xDA],
        "北": [0xB1, 0xB1], "京": [0xBE, 0xA9], "时": [0xCA, 0xB1], "间": [0xBC, 0xE4],
        "零": [0xC1, 0xE3], "一": [0xD2, 0xBB], "七": [0xC6, 0xDF],
    ]

    private static let encoder = ChineseEncoder { scalar, _ in
        scalar.isASCII ? [UInt8(scalar.value)] : characters[scalar]
    }

    @Test func `the bytes of every example mean what the example says`() {
        let profiles = ConfigurationLoader(hardware: TestFiles.hardware, for: "").profiles().profiles
        #expect(!profiles.isEmpty)
        for profile in profiles {
            for result in ProfileExampleRunner().run(profile, text: Self.encoder) {
                #expect(result.passed, "\(profile.id): '\(result.example.means)' is \(result.actual)")
            }
        }
    }
}
