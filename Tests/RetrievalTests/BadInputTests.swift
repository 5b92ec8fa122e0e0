import FoundationEssentials
import Retrieval
import Testing

@Suite("Bad input")
struct BadInputTests {
  private func upload(_ bytes: [UInt8], named name: String, _ corpus: Corpus) async throws -> WritableFile {
    let temporary = corpus.layout.temporary + "/upload-" + UUID().uuidString
    try Data(bytes).write(to: URL(filePath: temporary))
    return try await corpus.add(
      FileUpload(temporaryPath: temporary, filename: name, contentType: "application/octet-stream"), owner: .ann,
      process: true)
  }

  @Test(arguments: ["", "..", "/", "a/..", "\u{0}\u{1}", String(repeating: "n", count: 256)])
  func impossibleNamesAreRefusedAndLeaveNothing(name: String) async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      await #expect { try await upload(Array("text".utf8), named: name, corpus) } throws: {
        ($0 as? RetrievalError)?.code == .invalidInput
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: corpus.layout.temporary)
      #expect(left == [])
      #expect(try await corpus.verify().files == 0)
    }
  }

  @Test func aPathInANameIsReducedToItsLastComponent() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      for name in ["../../etc/passwd.txt", "C:\\Users\\passwd.txt"] {
        let file = try await upload(Array("text".utf8), named: name, corpus)
        #expect(file.record.filename == "passwd.txt")
      }
    }
  }

  @Test func anEmptyFileIsRefused() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      await #expect { try await upload([], named: "empty.txt", corpus) } throws: {
        ($0 as? RetrievalError)?.code == .invalidInput
      }
    }
  }

  @Test func whatCannotBeStoredWholeIsNotStoredAtAll() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let knowledge = try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: ""), owner: .ann)
      try await corpus.delete(knowledge)
      await #expect { try await corpus.beginText("Lemurs leap.", owner: .ann, into: knowledge) } throws: {
        ($0 as? RetrievalError)?.code == .notFound
      }
      let file = try await corpus.addText("Penguins waddle.", owner: .ann)
      try await corpus.delete(file)
      await #expect { try await corpus.replaceText(of: file, with: "Badgers dig.") } throws: {
        ($0 as? RetrievalError)?.code == .notFound
      }
      let report = try await corpus.verify()
      #expect(report.files == 0 && report.problems == [], "no bytes without a file")
      #expect(try FileManager.default.contentsOfDirectory(atPath: corpus.layout.temporary) == [])
    }
  }

  @Test func anUnreadableDocumentFailsWithAReasonAndIsNotHalfStored() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      for (name, bytes) in [
        ("broken.pdf", Array("%PDF-1.7\nnothing more".utf8)), ("broken.docx", Array("PK\u{3}\u{4}broken".utf8)),
        ("noise.bin", (0..<2_048).map { UInt8(truncatingIfNeeded: $0 &* 167) }),
      ] {
        let file = try await upload(bytes, named: name, corpus)
        let settled = try await corpus.settled(file.readable)
        #expect(settled.status == .failed, "\(name)")
        #expect(settled.error?.isEmpty == false, "\(name)")
      }
      let report = try await corpus.verify()
      #expect(report.documents == 0 && report.chunks == 0 && report.failedFiles == 3 && report.problems == [])
    }
  }
}
