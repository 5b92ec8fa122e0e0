// swift-tools-version: 6.2
// Martlet's rooms as SwiftPM targets. Arrows point one way (see ARCHITECTURE.md); there is no package dependency,
// only Debian's C libraries as `systemLibrary` targets (scripts/system-packages.txt names them).
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, swiftSettings: swiftSettings)
}

let package = Package(
  name: "martlet",
  products: [
    .executable(name: "martlet", targets: ["martlet"]),
    .library(name: "VectorStore", targets: ["VectorStore"]),
    .library(name: "Chunker", targets: ["Chunker"]),
    .library(name: "Documents", targets: ["Documents"]),
    .library(name: "Embeddings", targets: ["Embeddings"]),
    .library(name: "Retrieval", targets: ["Retrieval"]),
  ],
  targets: [
    // C: kernels, and the few Linux calls Swift's Glibc module does not show.
    .target(name: "CKernels"),
    .target(name: "CLinux"),
    .systemLibrary(name: "CSystemSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CSystemCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CSystemOpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSystemZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CSystemCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
    .systemLibrary(name: "CSystemXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CSystemZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CSystemGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
    .systemLibrary(
      name: "CSystemCMark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CSystemUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),

    // The operating system in Swift's terms; everything may use it.
    room("Platform", ["CLinux"]),

    // Percentiles and recall curves, for `martlet bench` and the benchmarks.
    room("Measurement"),

    // Four rooms that know nothing of each other.
    room("VectorStore", ["CKernels", "Platform"]),
    room("Chunker"),
    room(
      "Documents",
      [
        "Platform", "CLinux", "CSystemXML2", "CSystemZip", "CSystemZlib", "CSystemOpenSSL", "CSystemGumbo",
        "CSystemCMark",
        "CSystemUchardet",
      ]),
    room("Embeddings", ["CKernels", "Platform"]),

    room("Database", ["Platform", "CSystemSQLite"]),
    room(
      "Retrieval",
      ["VectorStore", "Chunker", "Documents", "Embeddings", "Database", "Platform", "CSystemOpenSSL", "CSystemZlib"]),
    room("HTTP", ["Platform", "CLinux", "CSystemOpenSSL", "CSystemCurl", "CSystemZlib"]),
    room(
      "RAGServer",
      [
        "Retrieval", "HTTP", "Database", "Chunker", "Documents", "Embeddings", "Platform", "CSystemOpenSSL",
        "CSystemCrypt", "CSystemZip",
      ]),
    .executableTarget(
      name: "martlet",
      dependencies: [
        "RAGServer", "Retrieval", "Chunker", "Documents", "Embeddings", "HTTP", "Measurement", "Platform",
      ],
      swiftSettings: swiftSettings),

    // What the programs that measure contenders in turn share.
    .target(
      name: "BenchmarkSupport", dependencies: ["CLinux"], path: "Benchmarks/Support", swiftSettings: swiftSettings),
    .executableTarget(
      name: "embed-bench", dependencies: ["BenchmarkSupport", "Embeddings", "Measurement", "Platform"],
      path: "Benchmarks/EmbedBench", swiftSettings: swiftSettings),
    .executableTarget(
      name: "tokenizer-bench", dependencies: ["BenchmarkSupport", "Embeddings"], path: "Benchmarks/TokenizerBench",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "chunker-bench", dependencies: ["BenchmarkSupport", "Chunker", "Embeddings", "Retrieval"],
      path: "Benchmarks/ChunkerBench", swiftSettings: swiftSettings),
    .executableTarget(
      name: "vector-bench",
      dependencies: ["BenchmarkSupport", "VectorStore", "Measurement", "Platform", "CLinux", "CSystemZlib"],
      path: "Benchmarks/VectorBench",
      swiftSettings: swiftSettings),

    .executableTarget(
      name: "vector-store-example", dependencies: ["VectorStore"], path: "Examples/VectorStoreExample",
      swiftSettings: swiftSettings),

    // What scripts/thread-sanitizer runs.
    .executableTarget(
      name: "vector-store-stress", dependencies: ["VectorStore", "Platform", "TestSupport"],
      path: "Tests/VectorStoreStress", swiftSettings: swiftSettings),

    // What the tests of several rooms share.
    .target(name: "TestSupport", dependencies: ["Platform"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(
      name: "DocumentFixtures", dependencies: ["CSystemZip", "TestSupport"], path: "Tests/DocumentFixtures",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "hostile-set", dependencies: ["DocumentFixtures"], path: "Tests/HostileSet", swiftSettings: swiftSettings),

    .testTarget(
      name: "ExamplesTests", dependencies: ["vector-store-example", "Platform"], swiftSettings: swiftSettings),
    tests("Platform"),
    tests("Measurement"),
    tests("VectorStore", ["Platform", "CKernels", "TestSupport"]),
    tests("Chunker", ["TestSupport"]),
    tests("Documents", ["Platform", "DocumentFixtures", "TestSupport", "martlet"]),
    tests("Embeddings", ["Platform", "CKernels", "TestSupport"]),
    tests("Database", ["Platform"]),
    tests("Retrieval", ["VectorStore", "Chunker", "Documents", "Embeddings", "Database", "Platform", "martlet"]),
    tests("HTTP", ["Platform", "CSystemOpenSSL", "CSystemZlib", "TestSupport"]),
    tests(
      "RAGServer",
      [
        "Retrieval", "HTTP", "Database", "Documents", "Embeddings", "Platform", "CLinux", "DocumentFixtures",
        "TestSupport", "martlet",
      ]),
  ],
  cLanguageStandard: .gnu17
)
