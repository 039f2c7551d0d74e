import DeviceProtocols
import Glibc
import HallModel
import Synchronization

extension ChineseEncoder {
    /// The C library's tables: exact, strict (no transliteration), from any thread.
    ///
    /// A character has one byte (ASCII) or two. The four-byte codes of GB 18030 are answered with nil like a missing
    /// character: no document says that a printer's ROM reads them, and one that does not prints two wrong characters.
    ///
    /// - Throws: `SystemFailure` when the C library's conversion modules are not installed.
    public static func iconv() throws(SystemFailure) -> ChineseEncoder {
        let converters = try IconvConverters()
        return ChineseEncoder { character, charset in converters.encode(character, in: charset) }
    }
}

/// One open conversion for each character set; each used by one thread at a time.
private final class IconvConverters: Sendable {
    /// A conversion descriptor: it has no tie to a thread, and the mutex keeps others out while it is used.
    private struct Handle: @unchecked Sendable {
        var pointer: iconv_t
    }
    private struct Handles: Sendable {
        var gb2312: Handle
        var gbk: Handle
        var gb18030: Handle
    }
    private let handles: Mutex<Handles>

    init() throws(SystemFailure) {
        handles = Mutex(
            Handles(gb2312: try Self.open("GB2312"), gbk: try Self.open("GBK"), gb18030: try Self.open("GB18030")))
    }

    deinit {
        handles.withLock { handles in
            for handle in [handles.gb2312, handles.gbk, handles.gb18030] { iconv_close(handle.pointer) }
        }
    }

    private static func open(_ charset: String) throws(SystemFailure) -> Handle {
        guard let pointer = iconv_open(charset, "UTF-8"), pointer != iconv_t(bitPattern: -1) else {
            throw SystemFailure("open the \(charset) table (in Debian's package libc6)", errno: errno)
        }
        return Handle(pointer: pointer)
    }

    /// GB 2312 has the middle dot (A1A4) and the dash (A1AA) that every Chinese text uses; the C library's table gives
    /// these codes to two other characters, its GBK table to the ones that people type.
    private static let typedMarks: [Unicode.Scalar] = ["·", "—"]

    func encode(_ character: Unicode.Scalar, in charset: PrinterSettings.Charset) -> [UInt8]? {
        if character.isASCII { return [UInt8(character.value)] }
        let bytes = handles.withLock { handles in
            let handle =
                switch charset {
                case .gb2312: Self.typedMarks.contains(character) ? handles.gbk : handles.gb2312
                case .gbk: handles.gbk
                case .gb18030: handles.gb18030
                }
            return Self.convert(Array(String(character).utf8), with: handle)
        }
        // EUC-CN passes C1 controls through as single bytes.
        guard let bytes, bytes.count == 2, bytes[0] > 0x80, bytes[1] >= 0x40 else { return nil }
        return bytes
    }

    private static func convert(_ utf8: [UInt8], with handle: Handle) -> [UInt8]? {
        var source = utf8.map { CChar(bitPattern: $0) }
        var target = [CChar](repeating: 0, count: 8)
        return source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                var input = source.baseAddress
                var output = target.baseAddress
                var inputLeft = source.count
                var outputLeft = target.count
                // Back to the first state, whatever the last conversion left.
                Glibc.iconv(handle.pointer, nil, nil, nil, nil)
                let irreversible = Glibc.iconv(handle.pointer, &input, &inputLeft, &output, &outputLeft)
                guard irreversible == 0, inputLeft == 0 else { return nil }
                return target.prefix(target.count - outputLeft).map { UInt8(bitPattern: $0) }
            }
        }
    }
}
