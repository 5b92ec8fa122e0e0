import FoundationEssentials
import Platform
import Retrieval
import Testing

/// kill -9 of a real process at random moments. Longer with `MARTLET_LONG_TESTS=1`.
@Suite("Crashes")
struct CrashTests {
  private struct Dimensions {
    var documents = 40
    var kills = 5
  }

  private var dimensions: Dimensions {
    ProcessInfo.processInfo.environment["MARTLET_LONG_TESTS"] == nil
      ? Dimensions() : Dimensions(documents: 200, kills: 30)
  }

  private func ingest(_ folder: TestFolder, documents: String, timeoutSeconds: Double) throws -> ChildProcess.Run {
    try ChildProcess(
      executable: TestFolder.martlet, arguments: ["ingest", "--data-dir", folder.path + "/data", documents],
      timeoutSeconds: timeoutSeconds
    ).run()
  }

  @Test func ingestsKilledAtRandomMomentsLoseNothingAndLeaveNothingHalfDone() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("CrashTests seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let folder = try TestFolder()
    let documents = folder.path + "/documents"
    let files = FileManager.default
    try files.createDirectory(atPath: documents, withIntermediateDirectories: true)
    for number in 0..<dimensions.documents {
      let filler = String(repeating: "The harbour lies quiet while a clerk counts crates. ", count: 40)
      let text = "\(filler)\n\nThe password of room \(number) is keyword\(number)x.\n\n\(filler)"
      try Data(text.utf8).write(to: URL(filePath: "\(documents)/room\(number).txt"))
    }
    if let model = ProcessInfo.processInfo.environment["MARTLET_MODEL_DIR"] {
      try files.createDirectory(atPath: folder.path + "/data/models", withIntermediateDirectories: true)
      try files.createSymbolicLink(
        atPath: folder.path + "/data/models/all-MiniLM-L6-v2", withDestinationPath: model)
    }
    for _ in 0..<dimensions.kills {
      let run = try ingest(
        folder, documents: documents, timeoutSeconds: Double.random(in: 0.02...0.9, using: &generator))
      #expect(run.ending == .timedOut || run.ending == .exited(0), "\(run)")
    }
    let last = try ingest(folder, documents: documents, timeoutSeconds: 300)
    #expect(last.ending == .exited(0), "\(String(decoding: last.errorOutput, as: UTF8.self))")

    let verify = try ChildProcess(
      executable: TestFolder.martlet, arguments: ["verify", "--data-dir", folder.path + "/data"], timeoutSeconds: 120
    ).run()
    let report = String(decoding: verify.output, as: UTF8.self)
    #expect(verify.ending == .exited(0), "\(report)")
    #expect(report.contains("\(dimensions.documents) files (0 pending, 0 failed)"), "\(report)")

    for number in stride(from: 0, to: dimensions.documents, by: 7) {
      let query = try ChildProcess(
        executable: TestFolder.martlet,
        arguments: ["query", "--data-dir", folder.path + "/data", "--mode", "lexical", "keyword\(number)x"],
        timeoutSeconds: 60
      ).run()
      #expect(String(decoding: query.output, as: UTF8.self).contains("room\(number).txt"))
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, seedable, good enough to choose moments.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
