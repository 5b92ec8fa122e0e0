import FoundationEssentials
import Glibc
import Retrieval
import Testing

@Suite("What following a folder leaves alone")
struct FolderSafetyTests {
  @Test func whatWasUploadedByHandIsNeverTouched() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      let knowledge = try await corpus.knowledge("k")
      // The same name and content as the folder's, and metadata that says it came from there.
      let forged = #"{"path":"a.txt","source":"\#(try tree.source.root)","source_path":"tree/a.txt"}"#
      let upload = FileUpload(
        temporaryPath: try await corpus.stage(Array("Lemurs leap.".utf8)), filename: "a.txt", contentType: "text/plain",
        clientMetadata: forged)
      let byHand = try await corpus.add(upload, owner: .ann, process: true, into: knowledge)
      _ = try await corpus.settled(byHand.readable)
      let before = try await corpus.current(byHand.readable)
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      #expect(try await corpus.follow(try tree.source).counts == [2, 0, 0, 0, 0])
      try tree.write("Penguins waddle.", to: "a.txt")
      #expect(try await corpus.follow(try tree.source).counts == [0, 1, 0, 0, 1])
      #expect(try await corpus.current(byHand.readable) == before)
      try tree.remove("a.txt")
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 0, 1, 1])
      #expect(try await corpus.current(byHand.readable) == before)
      #expect(try await corpus.texts() == ["Herons stand.", "Lemurs leap."])
    }
  }

  @Test func filesOfTheSameNameInDifferentFoldersAreDifferentFiles() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("About apples.", to: "a/README.md")
      try tree.write("About bees.", to: "b/README.md")
      let sources = [
        try FolderSource(at: tree.path("a/README.md")), try FolderSource(at: tree.path("b/README.md")),
        try FolderSource(at: tree.path("a")), try FolderSource(at: tree.path("b/../b/")),
      ]
      for source in sources { #expect(try await corpus.follow(source).counts == [1, 0, 0, 0, 0]) }
      for source in sources { #expect(try await corpus.follow(source).counts == [0, 0, 0, 0, 1]) }
      #expect(try await corpus.names() == Array(repeating: "README.md", count: 4))
      #expect(try await corpus.texts() == ["About apples.", "About bees."])
      let places = Set(try await corpus.records().map(\.clientMetadata))
      #expect(places.count == 4)
    }
  }

  @Test func oneSourceDoesNotTakeFromAnother() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "one/a.txt")
      try tree.write("Herons stand.", to: "one/z.txt")
      let (all, one) = (try tree.source, try FolderSource(at: tree.path("one")))
      #expect(try await corpus.follow(all).added == 2)
      #expect(try await corpus.follow(one).added == 2)
      try tree.remove("one/a.txt")
      #expect(try await corpus.follow(one).removed == 1)
      #expect(try await corpus.texts() == ["Herons stand.", "Lemurs leap."])
      #expect(try await corpus.follow(all).removed == 1)
      #expect(try await corpus.texts() == ["Herons stand."])
    }
  }

  @Test func whatSomebodyDeletesOrTakesOutComesBack() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      _ = try await corpus.follow(try tree.source)
      _ = embedder.takePassages()
      let files = try await corpus.records()
      let deleted = try #require(files.first { $0.filename == "a.txt" })
      let taken = try #require(files.first { $0.filename == "b.txt" })
      try await corpus.delete(try await corpus.authorizer.writableFile(deleted.id, for: .ann))
      _ = try await corpus.remove(fileID: taken.id, from: try await corpus.knowledge("k"))
      #expect(try await corpus.follow(try tree.source).counts == [2, 0, 0, 0, 0])
      #expect(try await corpus.texts() == ["Herons stand.", "Lemurs leap."])
      #expect(embedder.takePassages() == ["Lemurs leap."])
    }
  }

  @Test func aKnowledgeBaseThatIsDeletedIsFollowedAnew() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      _ = try await corpus.follow(try tree.source)
      try await corpus.delete(try await corpus.knowledge("k"))
      _ = embedder.takePassages()
      #expect(try await corpus.follow(try tree.source).counts == [1, 0, 0, 0, 0])
      #expect(embedder.takePassages() == [])
    }
  }

  @Test func linksAreNotFollowedAndSpecialFilesNotOpened() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "in/a.txt")
      let outside = try TestFolder()
      try Data("Secret.".utf8).write(to: URL(filePath: outside.path + "/secret.txt"))
      symlink("..", tree.path("in/loop"))
      symlink(outside.path, tree.path("out"))
      symlink(outside.path + "/secret.txt", tree.path("secret.txt"))
      symlink("nowhere", tree.path("broken"))
      mkfifo(tree.path("pipe"), 0o600)
      try tree.write("", to: "empty.txt")
      let report = try await corpus.follow(try tree.source)
      #expect(report.counts == [1, 0, 0, 0, 0] && report.failures == [])
      #expect(report.skips.links == 4 && report.skips.special == 1 && report.skips.empty == 1)
      #expect(try await corpus.texts() == ["Lemurs leap."])
      // A link that is named is followed: it is the folder that is meant.
      symlink(tree.path("in"), tree.path("alias"))
      #expect(try await corpus.follow(try FolderSource(at: tree.path("alias")), as: "other").added == 1)
      let (alias, folder) = (try FolderSource(at: tree.path("alias")), try FolderSource(at: tree.path("in")))
      #expect(alias == folder)
    }
  }

  @Test func everyNameTheFileSystemAllowsIsTakenIn() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      let names: [[UInt8]] = [
        Array("two\nlines.txt".utf8), [0xFF, 0xFE, 0x2E, 0x74, 0x78, 0x74], Array("-rf.txt".utf8),
        Array("a\\b.txt".utf8),
        Array("caf\u{E9}.txt".utf8), Array("cafe\u{301}.txt".utf8), Array("tab\t.txt".utf8), Array(" .txt".utf8),
        Array(repeating: 0x61, count: 251) + Array(".txt".utf8),
        Array(repeating: 0xFF, count: 251) + Array(".txt".utf8),
        Array("\u{1B}[31mred.txt".utf8), Array("quote\".txt".utf8),
      ]
      for (number, name) in names.enumerated() {
        let path = Array("\(tree.root)/".utf8) + name + [0]
        let file = path.withUnsafeBufferPointer { bytes in
          bytes.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600) }
        }
        try #require(file >= 0)
        let text = Array("Number \(number).".utf8)
        #expect(write(file, text, text.count) == text.count)
        close(file)
      }
      let first = try await corpus.follow(try tree.source)
      #expect(first.counts == [names.count, 0, 0, 0, 0] && first.failures == [])
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 0, 0, names.count])
      let files = try await corpus.records()
      // By bytes: to Swift the two ways of writing é are one text.
      #expect(Set(files.map { Array($0.clientMetadata.utf8) }).count == names.count)
      #expect(
        files.contains { $0.filename == #"two\x0Alines.txt"# } && files.contains { $0.filename == #"\xFF\xFE.txt"# })
      #expect(files.allSatisfy { $0.filename.utf8.count <= Corpus.longestFilename && $0.filename.hasSuffix(".txt") })
      #expect(try await corpus.texts().count == names.count)
    }
  }

  @Test func whatCannotBeReadIsNamedAndNothingBelowItIsTakenForGone() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "closed/b.txt")
      _ = try await corpus.follow(try tree.source)
      // A folder in the place of its patterns: what is to be ignored there cannot be known.
      try tree.write("x", to: "closed/.martletignore/x")
      let report = try await corpus.follow(try tree.source)
      #expect(report.counts == [0, 0, 0, 0, 1])
      #expect(report.failures.map(\.path) == [tree.path("closed")])
      #expect(try await corpus.texts() == ["Herons stand.", "Lemurs leap."])
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root reads everything"))
  func aFileWithoutPermissionIsNamed() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      try tree.write("Swifts scream.", to: "sub/c.txt")
      _ = try await corpus.follow(try tree.source)
      try tree.write("Herons stand still.", to: "b.txt")
      chmod(tree.path("b.txt"), 0)
      chmod(tree.path("sub"), 0)
      let report = try await corpus.follow(try tree.source)
      #expect(report.counts == [0, 0, 0, 0, 1])
      #expect(Set(report.failures.map(\.path)) == [tree.path("b.txt"), tree.path("sub")])
      #expect(try await corpus.texts() == ["Herons stand.", "Lemurs leap.", "Swifts scream."])
      chmod(tree.path("b.txt"), 0o600)
      chmod(tree.path("sub"), 0o700)
      #expect(try await corpus.follow(try tree.source).counts == [0, 1, 0, 0, 2])
    }
  }

  @Test func patternsTakeOutWhatTheyNameAndPutItBack() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      for name in [
        "keep.md", "drop.log", "deep/drop.log", "deep/keep.log", ".hidden", "node_modules/x.md", "cache/x.md",
      ] {
        try tree.write("Text of \(name).", to: name)
      }
      try tree.write("Signature: 8a477f597d28d172789f06886806bc55\n", to: "cache/CACHEDIR.TAG")
      #expect(try await corpus.follow(try tree.source).added == 4)
      try tree.write("*.log\n!*\n*.log", to: ".martletignore")
      try tree.write("!keep.log", to: "deep/.martletignore")
      let report = try await corpus.follow(try tree.source)
      #expect(report.counts == [0, 0, 0, 2, 2])
      #expect(try await corpus.names() == ["keep.log", "keep.md"])
      let taken = try await corpus.follow(
        try tree.source, FolderOptions(rules: IgnoreRules(patterns: ["/keep.md", "!drop.log", "!.hidden"])))
      #expect(taken.counts == [3, 0, 0, 1, 1])
    }
  }

  @Test func theDataFolderIsPassedOverWhereverItLies() async throws {
    let folder = try TestFolder()
    let data = try TestFolder(path: folder.path + "/data")
    let tree = try Tree(folder.path)
    try tree.write("Lemurs leap.", to: "a.txt")
    try await data.withCorpus { corpus in
      let source = try tree.source
      #expect(try await corpus.follow(source).counts == [1, 0, 0, 0, 0])
      #expect(try await corpus.follow(source).counts == [0, 0, 0, 0, 1])
    }
  }

  @Test func aFileThatChangesBetweenTheLookAndTheReadingIsTakenInAsItIsThen() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "gone.txt")
      try tree.write("Swifts scream.", to: "z/z.txt")
      let folders = Counter()
      let path = tree.path("")
      let report = try await corpus.follow(
        try tree.source, into: try await corpus.knowledge("k"),
        willRead: { _ in
          // The second folder is read when the files of the first are known.
          guard folders.next() == 2 else { return }
          try? Data("Penguins waddle.".utf8).write(to: URL(filePath: path + "a.txt"))
          unlink(path + "gone.txt")
        })
      #expect(report.counts == [2, 0, 0, 0, 0] && report.failures == [])
      #expect(try await corpus.texts() == ["Penguins waddle.", "Swifts scream."])
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 0, 0, 2])
    }
  }

  @Test func aFileThatIsTooLargeIsNamed() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("x", to: "huge.txt")
      truncate(tree.path("huge.txt"), 1 << 40)
      let report = try await corpus.follow(try tree.source)
      #expect(report.counts == [1, 0, 0, 0, 0])
      #expect(report.failures.count == 1 && report.failures[0].reason.contains("limit"))
    }
  }
}
