// `martlet ingest` as its user sees it: a real process, its exit status and what it prints.
import FoundationEssentials
import Glibc
import Platform
import Retrieval
import Testing

@Suite("Ingest command")
struct IngestCommandTests {
  private struct Listing: Decodable {
    var files: Int
    var added: Int
    var changed: Int
    var removed: Int
    var unchanged: Int
    var failed: [FolderProblem]
  }
  private struct Preview: Decodable {
    var added: [String]
    var changed: [String]
    var removed: [String]
    var unchanged: Int
    var dry_run: Bool
  }

  private struct LogLine: Decodable {
    var added: Int
  }

  private func martlet(_ arguments: [String]) throws -> ChildProcess.Run {
    try ChildProcess(executable: TestFolder.martlet, arguments: arguments, timeoutSeconds: 300).run()
  }

  @Test func itSaysWhatItDidAndWhatItWouldDo() throws {
    let (folder, files) = (try TestFolder(), try TestFolder())
    let (data, tree) = (folder.path + "/data", try Tree(files.path))
    let root = try tree.source.root
    try tree.write("Lemurs leap.", to: "a/README.md")
    try tree.write("Herons stand.", to: "b/README.md")
    try tree.write("Noise.", to: "b/x.log")
    let common = ["--data-dir", data, "--json", "--ignore", "*.log", "--ignore=/c/", tree.root]

    func preview() throws -> Preview {
      let run = try martlet(["ingest", "--dry-run"] + common)
      #expect(run.ending == .exited(0), "\(String(decoding: run.errorOutput, as: UTF8.self))")
      return try JSONDecoder().decode(Preview.self, from: Data(run.output))
    }
    let first = try preview()
    #expect(first.dry_run && first.added == [root + "/a/README.md", root + "/b/README.md"])
    #expect(access(data, F_OK) != 0, "a dry run makes no data folder")

    func ingest(_ flags: [String] = []) throws -> Listing {
      let run = try martlet(["ingest"] + flags + common)
      #expect(run.ending == .exited(0), "\(String(decoding: run.errorOutput, as: UTF8.self))")
      return try JSONDecoder().decode(Listing.self, from: Data(run.output))
    }
    #expect(try ingest().added == 2)
    #expect(try ingest().unchanged == 2)
    try tree.write("Swifts scream.", to: "a/README.md")
    try tree.remove("b/README.md")
    try tree.write("Otters float.", to: "d.md")
    try tree.write("Not this.", to: "c/c.md")
    for _ in 1...2 {
      let next = try preview()
      #expect(next.added == [root + "/d.md"] && next.changed == [root + "/a/README.md"])
      #expect(next.removed == [root + "/b/README.md"] && next.unchanged == 0)
    }
    let kept = try ingest(["--keep-removed"])
    #expect(kept.added == 1 && kept.changed == 1 && kept.removed == 0)
    #expect(try ingest().removed == 1)

    let query = try martlet(["query", "--data-dir", data, "--mode", "lexical", "scream"])
    #expect(String(decoding: query.output, as: UTF8.self).hasPrefix("1. a/README.md"))
  }

  @Test func whatCannotBeTakenInIsNamedAndMakesTheStatusOne() throws {
    let (data, files) = (try TestFolder(), try TestFolder())
    let tree = try Tree(files.path)
    try tree.write("Lemurs leap.", to: "a.txt")
    try tree.write("%PDF-1.4 broken", to: "bad.pdf")
    let run = try martlet(["ingest", "--data-dir", data.path, tree.root, tree.path("missing")])
    let text = String(decoding: run.output, as: UTF8.self)
    #expect(run.ending == .exited(1))
    #expect(text.hasPrefix("3 files: 1 added, 0 changed, 0 removed, 0 unchanged, 2 failed"), "\(text)")
    #expect(text.contains("missing: No such file or directory") && text.contains("bad.pdf: "))
    #expect(try martlet(["ingest", "--data-dir", data.path, "--rescan", "x", tree.root]).ending == .exited(2))
  }

  @Test func accountsAreListedWithoutAnIndex() throws {
    let data = try TestFolder()
    let run = try martlet(["users", "list", "--data-dir", data.path])
    #expect(run.ending == .exited(0), "\(String(decoding: run.errorOutput, as: UTF8.self))")
    #expect(access(data.path + "/vectors", F_OK) != 0)
  }

  @Test func watchingDoesWhatChangesAsItChangesAndEndsInOrder() throws {
    let (data, files) = (try TestFolder(), try TestFolder())
    let tree = try Tree(files.path + "/tree")
    try tree.put("Lemurs leap.", at: "a.txt")
    let watching = try LineProcess([
      "ingest", "--watch", "--rescan", "0", "--json", "--data-dir", data.path, tree.root,
    ])
    var total = Listing(files: 0, added: 0, changed: 0, removed: 0, unchanged: 0, failed: [])
    /// Reads what it says until that adds up: a change may be seen in two steps.
    func wait(added: Int, changed: Int, removed: Int) throws {
      while total.added < added || total.changed < changed || total.removed < removed {
        let line = try JSONDecoder().decode(Listing.self, from: Data(try watching.line().utf8))
        total.added += line.added
        total.changed += line.changed
        total.removed += line.removed
        #expect(line.failed == [])
      }
    }
    try wait(added: 1, changed: 0, removed: 0)
    try tree.put("Herons stand.", at: "new/deep/b.txt")
    try wait(added: 2, changed: 0, removed: 0)
    // The new folder is watched by now, and so is one that comes from elsewhere.
    try tree.put("Herons stand on one leg.", at: "new/deep/b.txt")
    try wait(added: 2, changed: 1, removed: 0)
    let other = try Tree(files.path + "/other")
    try other.write("Swifts scream.", to: "c.txt")
    #expect(rename(other.root, tree.path("moved")) == 0)
    try wait(added: 3, changed: 1, removed: 0)
    try tree.put("Swifts scream loudly.", at: "moved/c.txt")
    try tree.remove("a.txt")
    try wait(added: 3, changed: 2, removed: 1)
    #expect(watching.end(by: SIGTERM) == 0)
    #expect(total.added == 3 && total.changed == 2 && total.removed == 1)
    let verify = try martlet(["verify", "--data-dir", data.path])
    #expect(String(decoding: verify.output, as: UTF8.self).hasPrefix("2 files (0 pending, 0 failed)"))
  }

  @Test func aServiceFollowsFoldersWhileItRuns() throws {
    let (data, files) = (try TestFolder(), try TestFolder())
    let tree = try Tree(files.path)
    try tree.put("Lemurs leap.", at: "a.txt")
    let service = try LineProcess(
      ["serve", "--port", "0", "--data-dir", data.path, "--follow", tree.root, "--follow-knowledge", "Birds"],
      reading: STDERR_FILENO)
    func waitForAdded(_ expected: Int) throws {
      var added = 0
      while added < expected {
        let line = try service.line()
        guard line.contains(#""followed folders""#) else { continue }
        added += try JSONDecoder().decode(LogLine.self, from: Data(line.utf8)).added
      }
      #expect(added == expected)
    }
    try waitForAdded(1)
    try tree.put("Herons stand.", at: "b.txt")
    try tree.put("Swifts scream.", at: "sub/c.txt")
    try waitForAdded(2)
    #expect(service.end(by: SIGTERM) == 0)
    let query = try martlet(["query", "--data-dir", data.path, "--knowledge", "Birds", "--mode", "lexical", "scream"])
    #expect(String(decoding: query.output, as: UTF8.self).hasPrefix("1. sub/c.txt"))
  }
}
