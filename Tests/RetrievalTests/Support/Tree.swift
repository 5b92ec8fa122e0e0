// A folder with files that tests follow.
import FoundationEssentials
import Glibc
import Retrieval
import Testing

/// Files below `root`, written and deleted by their relative paths.
struct Tree {
  let root: String

  init(_ root: String) throws {
    self.root = root
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  /// Gives `body` a corpus and a tree to follow. The corpus's clock is ahead, so that what a test has just written counts as
  /// long unchanged; at the end it must be sound.
  static func withCorpus(_ body: (Corpus, Tree, CountingEmbedder) async throws -> Void) async throws {
    let (data, files) = (try TestFolder(), try TestFolder())
    let embedder = CountingEmbedder()
    try await data.withCorpus(embedder: embedder, now: { Int64(Date().timeIntervalSince1970) + 60 }) { corpus in
      try await body(corpus, try Tree(files.path), embedder)
      let problems = try await corpus.verify().problems
      #expect(problems == [])
    }
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  func write(_ text: String, to name: String) throws {
    if let slash = name.lastIndex(of: "/") {
      try FileManager.default.createDirectory(atPath: path(String(name[..<slash])), withIntermediateDirectories: true)
    }
    try Data(text.utf8).write(to: URL(filePath: path(name)))
  }

  /// The same in one step, for who must not see half of it.
  func put(_ text: String, at name: String) throws {
    let other = root + ".new"
    try Data(text.utf8).write(to: URL(filePath: other))
    if let slash = name.lastIndex(of: "/") {
      try FileManager.default.createDirectory(atPath: path(String(name[..<slash])), withIntermediateDirectories: true)
    }
    guard rename(other, path(name)) == 0 else { throw LineProcess.Failure(description: "It could not be renamed.") }
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  func move(_ name: String, to other: String) throws {
    if let slash = other.lastIndex(of: "/") {
      try FileManager.default.createDirectory(atPath: path(String(other[..<slash])), withIntermediateDirectories: true)
    }
    try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
  }

  /// Gives a file another time without changing it.
  func setTime(of name: String, secondsAgo: Int) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let time = timespec(tv_sec: now.tv_sec - secondsAgo, tv_nsec: 0)
    utimensat(AT_FDCWD, path(name), [time, time], 0)
  }

  var source: FolderSource { get throws { try FolderSource(at: root) } }
}

extension Corpus {
  /// Follows `source` in ann's knowledge base `name`.
  func follow(
    _ source: FolderSource, as name: String = "k", _ options: FolderOptions = FolderOptions(), owner: Principal = .ann,
    after former: FolderReport? = nil
  ) async throws -> FolderReport {
    try await follow(source, into: try await knowledge(name, owner: owner), options: options, after: former)
  }

  func knowledge(_ name: String, owner: Principal = .ann) async throws -> WritableKnowledge {
    try await knowledge(named: name, owner: owner, orCreate: KnowledgeDraft(name: name, details: ""))
  }

  /// The files in a knowledge base.
  func records(in name: String = "k", owner: Principal = .ann) async throws -> [FileRecord] {
    try await authorizer.files(of: try await knowledge(name, owner: owner).readable).map(\.record)
  }

  func names(in name: String = "k", owner: Principal = .ann) async throws -> [String] {
    try await records(in: name, owner: owner).map(\.filename).sorted()
  }

  /// Every passage a query over a knowledge base finds, in order.
  func texts(in name: String = "k", owner: Principal = .ann) async throws -> [String] {
    let scope = try await authorizer.scope(of: [try await knowledge(name, owner: owner).record.id], for: owner)
    return try await search("anything", in: scope, options: SearchOptions(limit: 100)).map(\.text).sorted()
  }
}

extension FolderReport {
  /// Added, changed, renamed, removed, unchanged.
  var counts: [Int] { [added, changed, renamed, removed, unchanged] }
}
