import DeviceSimulators
import Glibc
import HallModel
import Synchronization

extension CharacterDecoder {
    /// The C library's tables; nil for bytes that are no character of the set. From any thread.
    public static func iconv() -> CharacterDecoder {
        let tables = DecodingTables()
        return CharacterDecoder { bytes, charset in tables.decode(bytes, charset) }
    }
}

/// One open conversion for each character set; each used by one thread at a time.
private final class DecodingTables: Sendable {
    private struct Handle: @unchecked Sendable {
        // Unchecked: a conversion descriptor has no tie to a thread, and the mutex keeps others out while it is used.
        var pointer: iconv_t?
    }
    private let handles: Mutex<[Handle]>

    init() {
        handles = Mutex(
            PrinterSettings.Charset.allCases.map { charset in
                // GB 2312's own table gives A1A4 and A1AA to marks that nobody types; GBK holds all of GB 2312.
                let name = charset == .gb18030 ? "GB18030" : "GBK"
                guard let pointer = iconv_open("UTF-8", name), pointer != iconv_t(bitPattern: -1) else {
                    return Handle(pointer: nil)
                }
                return Handle(pointer: pointer)
            })
    }

    deinit {
        handles.withLock { handles in
            for handle in handles { if let pointer = handle.pointer { iconv_close(pointer) } }
        }
    }

    func decode(_ bytes: [UInt8], _ charset: PrinterSettings.Charset) -> String? {
        guard let place = PrinterSettings.Charset.allCases.firstIndex(of: charset) else { return nil }
        return handles.withLock { handles in
            guard let pointer = handles[place].pointer else { return nil }
            var source = bytes.map { CChar(bitPattern: $0) }
            var target = [CChar](repeating: 0, count: 16)
            return source.withUnsafeMutableBufferPointer { source in
                target.withUnsafeMutableBufferPointer { target in
                    var input = source.baseAddress
                    var output = target.baseAddress
                    var inputLeft = source.count
                    var outputLeft = target.count
                    Glibc.iconv(pointer, nil, nil, nil, nil)
                    guard Glibc.iconv(pointer, &input, &inputLeft, &output, &outputLeft) == 0, inputLeft == 0 else {
                        return nil
                    }
                    let text = target.prefix(target.count - outputLeft).map { UInt8(bitPattern: $0) }
                    return String(decoding: text, as: UTF8.self)
                }
            }
        }
    }
}
