import DeviceProtocols
import HallModel
import Testing

/// Vectors put together by hand from the drawing above the code; check bytes are the XOR of all bytes before them.
@Suite struct `Frames of speech modules` {
    private let syn = VoiceModuleSettings(dialect: .syn6288, charset: .gb2312)
    private let xfs = VoiceModuleSettings(dialect: .xfs5152, charset: .gbk)

    @Test func `commands without text`() {
        #expect(VoiceModule.stop(.syn6288) == hex("FD 00 02 02 FD"))
        #expect(VoiceModule.status(.syn6288) == hex("FD 00 02 21 DE"))
        #expect(VoiceModule.stop(.xfs5152) == hex("FD 00 01 02"))
        #expect(VoiceModule.status(.xfs5152) == hex("FD 00 01 21"))
    }

    /// 到: B5 BD. 0Eh: command, parameter, nine characters of `[v16][t5]`… and two bytes of text, the check.
    @Test func `a sentence carries its volume and rate, its length and its check`() {
        #expect(
            VoiceModule.speak(hex("B5 BD"), volume: 100, speed: 100, settings: syn)
                == hex("FD 00 0E 01 00 5B 76 31 36 5D 5B 74 35 5D B5 BD CA"))
        #expect(
            VoiceModule.speak(hex("B5 BD"), volume: 0, speed: 0, settings: xfs)
                == hex("FD 00 0C 01 01 5B 76 30 5D 5B 73 30 5D B5 BD"))
    }

    @Test(arguments: [
        (0, "[v0][t0]"), (9, "[v1][t0]"), (10, "[v2][t1]"), (50, "[v8][t3]"), (70, "[v11][t4]"), (100, "[v16][t5]"),
        (200, "[v16][t5]"), (-5, "[v0][t0]"),
    ])
    func `a share becomes a step of the module's scale`(percent: Int, tags: String) {
        let frame = VoiceModule.speak([0x41], volume: percent, speed: percent, settings: syn)
        #expect(frame.dropFirst(5).dropLast(2) == Array(tags.utf8)[...])
    }

    @Test func `what a module can say is one byte`() {
        #expect(VoiceModule.Answer.allCases.map(\.rawValue) == [0x4A, 0x41, 0x45, 0x4E, 0x4F])
    }
}
