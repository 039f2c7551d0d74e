/// `org.varlink.service.GetInfo`
public enum GetInfo: APICall {
    /// Its name.
    public static let method = APIMethod.getInfo
    /// None.
    public typealias Parameters = NoParameters
    /// Who answers.
    public struct Reply: Codable, Sendable, Equatable {
        /// The maker.
        public var vendor: String
        /// The program.
        public var product: String
        /// The build.
        public var version: String
        /// Where to read more.
        public var url: String
        /// All interfaces of this socket.
        public var interfaces: [String]

        /// All fields.
        public init(vendor: String, product: String, version: String, url: String, interfaces: [String]) {
            self.vendor = vendor
            self.product = product
            self.version = version
            self.url = url
            self.interfaces = interfaces
        }
    }
}

/// `org.varlink.service.GetInterfaceDescription`
public enum GetInterfaceDescription: APICall {
    /// Its name.
    public static let method = APIMethod.getInterfaceDescription
    /// Which interface.
    public struct Parameters: CallParameters {
        /// `org.halld.Queue`
        public var interface: String
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case interface }
        /// All fields.
        public init(interface: String) { self.interface = interface }
    }
    /// Its text.
    public struct Reply: Codable, Sendable, Equatable {
        /// Varlink interface definition.
        public var description: String
        /// All fields.
        public init(description: String) { self.description = description }
    }
}
