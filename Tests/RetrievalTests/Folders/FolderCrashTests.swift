import FoundationEssentials
import Platform
import Retrieval
import Testing

/// kill -9 of a real `martlet ingest` at random moments, while the folder changes between the runs.
@Suite("Crashes while following")
struct FolderCrashTests {
  private func ingest(_ data: String, _ tree: Tree, seconds: Double) throws -> ChildProcess.Run {
    try ChildProcess(
      executable: TestFolder.martlet, arguments: ["ingest", "--data-dir", data, "--json", tree.root],
      timeoutSeconds: seconds
    ).run()
  }

  @Test func aFolderIsFollowedThroughKillsWithoutLossAndWithoutDoubles() async throws {
    let isLong = ProcessInfo.processInfo.environment["MARTLET_LONG_TESTS"] != nil
    let seed = UInt64.random(in: 0...UInt64.max)
    print("FolderCrashTests seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let (data, files) = (try TestFolder(), try TestFolder())
    let tree = try Tree(files.path)
    var names: Set<String> = []
    var number = 0
    func change() throws {
      for _ in 0..<12 {
        number += 1
        let name = "\(["a", "b/c", "b"].randomElement(using: &generator) ?? "a")/file\(number).txt"
        try tree.write("The word of this one is keyword\(number)x.", to: name)
        names.insert(name)
      }
      for name in names.sorted().shuffled(using: &generator).prefix(6) {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
          try tree.remove(name)
          names.remove(name)
        case 1:
          number += 1
          try tree.write("It says keyword\(number)x by now.", to: name)
        default:
          number += 1
          try tree.move(name, to: "moved/file\(number).txt")
          names.remove(name)
          names.insert("moved/file\(number).txt")
        }
      }
    }
    for _ in 0..<(isLong ? 60 : 8) {
      try change()
      let run = try ingest(data.path, tree, seconds: Double.random(in: 0.01...0.6, using: &generator))
      #expect(run.ending == .timedOut || run.ending == .exited(0), "\(run)")
    }
    let last = try ingest(data.path, tree, seconds: 300)
    #expect(last.ending == .exited(0), "\(String(decoding: last.errorOutput, as: UTF8.self))")
    let idle = try ingest(data.path, tree, seconds: 300)
    #expect(String(decoding: idle.output, as: UTF8.self).contains("\"unchanged\":\(names.count)}"), "\(idle.output)")

    try await data.withCorpus(embedder: nil) { corpus in
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.files == names.count && report.pendingFiles == 0)
      let owner = Principal(userID: "local", isAdministrator: true)
      var paths: [String] = []
      for file in try await corpus.records(in: "Documents", owner: owner) {
        paths.append(
          try JSONDecoder().decode([String: String].self, from: Data(file.clientMetadata.utf8))["path"] ?? "")
        let text = try await corpus.text(of: try await corpus.authorizer.file(file.id, for: owner))
        let disk = try Data(contentsOf: URL(filePath: tree.path(paths.last ?? "")))
        #expect(Array(text.utf8) == Array(disk))
      }
      #expect(paths.sorted() == names.sorted())
    }
  }
}
