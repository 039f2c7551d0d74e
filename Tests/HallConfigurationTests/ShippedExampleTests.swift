import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@testable import HallConfiguration

/// The examples of the shipped profiles, through the codecs that the drivers use.
struct ShippedExampleTests {
    /// The characters of the examples, by the code table of GB 2312; the larger sets have them at the same places.
    private static let characters: [Unicode.Scalar: [UInt8]] = ["请": [0xC7, 0xEB], "到": [0xB5, 0xBD]]

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
