/// What a USB device says it is: the maker's number and the product's.
public struct USBIdentity: Sendable, Equatable, Codable {
    /// Four hexadecimal digits in lower case: `04b8`
    public var vendor: String
    /// Four hexadecimal digits in lower case: `0202`
    public var product: String

    /// An identity; the configuration checks the digits, not this.
    public init(vendor: String, product: String) {
        self.vendor = vendor
        self.product = product
    }
}
