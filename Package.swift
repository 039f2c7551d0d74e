// swift-tools-version: 6.2
import PackageDescription

/// Every target: Swift 6, warnings are errors, `any` is spelled out, imports are per file.
let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Targets that decide: no clock, no I/O, no unsafe memory. `.ci/check-imports` holds the arrows.
let pure: [SwiftSetting] = common + [.strictMemorySafety()]

let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let package = Package(
    name: "halld",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // C libraries of the system
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CGPIODSys", pkgConfig: "libgpiod", providers: [.apt(["libgpiod-dev"])]),
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CGPIO", dependencies: ["CGPIODSys"]),

        // Pure: values, bytes, decisions
        .target(name: "HallModel", dependencies: [collections], swiftSettings: pure),
        .target(name: "DeviceProtocols", dependencies: ["HallModel"], swiftSettings: pure),
        .target(
            name: "DeviceDrivers", dependencies: ["HallModel", "DeviceProtocols", collections], swiftSettings: pure),
        .target(name: "HallLogic", dependencies: ["HallModel", collections], swiftSettings: pure),
        .target(name: "DeviceSimulators", dependencies: ["HallModel"], swiftSettings: pure),

        // Edges: files, wires, sockets
        .target(
            name: "HallConfiguration", dependencies: ["HallModel", "DeviceDrivers", "CYAML"], swiftSettings: common),
        .target(
            name: "HardwareAccess",
            dependencies: ["HallModel", "DeviceDrivers", "DeviceProtocols", "CLinux", "CGPIO", "CModbus"],
            swiftSettings: common),
        .target(name: "HallStore", dependencies: ["HallModel", "CSQLite", crypto], swiftSettings: common),
        .target(name: "HallAPI", dependencies: ["HallModel"], swiftSettings: common),
        .target(
            name: "HallDaemon",
            dependencies: [
                "HallModel", "DeviceProtocols", "DeviceDrivers", "HallLogic", "HallConfiguration", "HardwareAccess",
                "HallStore", "HallAPI", "CLinux", logging,
            ], swiftSettings: common),
        .target(
            name: "HallConsole",
            dependencies: [
                "HallModel", "HallAPI", "HallConfiguration", "DeviceDrivers", "DeviceProtocols", "HardwareAccess",
                arguments,
            ], swiftSettings: common),
        .target(
            name: "SimulatedHall",
            dependencies: [
                "HallModel", "DeviceProtocols", "DeviceDrivers", "DeviceSimulators", "HallLogic", "HallConfiguration",
                "HardwareAccess", "HallStore", "HallAPI", "CLinux",
            ], swiftSettings: common),

        // Programs
        .executableTarget(
            name: "halld", dependencies: ["HallDaemon", "HallConfiguration", "HallModel", arguments],
            swiftSettings: common),
        .executableTarget(name: "hallctl", dependencies: ["HallConsole"], swiftSettings: common),
        .executableTarget(
            name: "hallsim", dependencies: ["SimulatedHall", "HallConfiguration", "HallModel", arguments],
            swiftSettings: common),

        // Beside the benchmarks; not installed
        .executableTarget(
            name: "commits", dependencies: ["HallStore", "HallModel", "CSQLite"], path: "Benchmarks/Commits",
            swiftSettings: common),

        // Tests
        .testTarget(name: "HallModelTests", dependencies: ["HallModel"], swiftSettings: common),
        .testTarget(
            name: "DeviceProtocolsTests", dependencies: ["DeviceProtocols", "HardwareAccess"], swiftSettings: common),
        .testTarget(
            name: "DeviceDriversTests", dependencies: ["DeviceDrivers", "DeviceSimulators", "HardwareAccess"],
            swiftSettings: common),
        .testTarget(name: "HallLogicTests", dependencies: ["HallLogic", collections], swiftSettings: common),
        .testTarget(
            name: "HallConfigurationTests",
            dependencies: ["HallConfiguration", "HallModel", "DeviceDrivers", "DeviceProtocols"], swiftSettings: common),
        .target(name: "FakeGPIO", dependencies: ["CGPIO"], path: "Tests/FakeGPIO"),
        .testTarget(
            name: "HardwareAccessTests", dependencies: ["HardwareAccess", "CLinux", "CGPIO", "FakeGPIO"],
            swiftSettings: common),
        .target(name: "FailingDisk", dependencies: ["CSQLite"], path: "Tests/FailingDisk", swiftSettings: common),
        .testTarget(
            name: "HallStoreTests", dependencies: ["HallStore", "HallLogic", "FailingDisk"], swiftSettings: common),
        .testTarget(name: "HallAPITests", dependencies: ["HallAPI"], swiftSettings: common),
        .testTarget(
            name: "HallDaemonTests",
            dependencies: [
                "HallDaemon", "HallAPI", "HallLogic", "HallModel", "HallStore", "DeviceDrivers", "DeviceProtocols",
                "HardwareAccess", "FailingDisk", logging,
            ], swiftSettings: common),
        .testTarget(
            name: "HallConsoleTests",
            dependencies: ["HallConsole", "HallAPI", "HallModel", "HallStore", "DeviceProtocols"],
            swiftSettings: common),
        .testTarget(name: "DeviceSimulatorsTests", dependencies: ["DeviceSimulators"], swiftSettings: common),
        .testTarget(name: "SimulatedHallTests", dependencies: ["SimulatedHall"], swiftSettings: common),
        .testTarget(
            name: "EndToEndTests", dependencies: ["HallModel", "HallAPI", "HallStore"], swiftSettings: common),
    ]
)
