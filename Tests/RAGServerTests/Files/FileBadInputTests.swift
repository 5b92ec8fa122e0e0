// Uploads that cannot be: each is answered with a reason, and nothing of it stays.
import HTTP
import RAGServer
import Testing

struct FileBadInputTests {
  private func nothingIsLeft(_ service: ServiceFixture, _ caller: Caller) async throws {
    #expect(try await caller.get("/api/v1/files/").json == [])
    #expect(try service.folder.isEmpty("blobs"))
    #expect(try service.folder.isEmpty("tmp"))
  }

  @Test func anEmptyFileIsRefused() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload([], named: "empty.txt")
      #expect(answer.status == 400)
      #expect(answer.detail?.contains("empty") == true)
      try await nothingIsLeft(service, ann)
    }
  }

  @Test(arguments: ["{", "[1]", "7", "nope"])
  func metadataThatIsNoObjectIsRefused(metadata: String) async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(Array("A note.".utf8), named: "m.txt", metadata: metadata)
      #expect(answer.status == 400)
      #expect(answer.detail?.contains("metadata") == true)
      try await nothingIsLeft(service, ann)
    }
  }

  @Test func aFormWithoutAFileIsAnsweredInTheContractsShape() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      for body in ["", "--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{}\r\n--b--\r\n"] {
        let answer = try await ann.send(
          .post, "/api/v1/files/", body: Array(body.utf8),
          headers: body.isEmpty ? [:] : ["Content-Type": "multipart/form-data; boundary=b"])
        #expect(answer.status == 422)
        #expect(
          answer["detail"] == [
            ["type": "missing", "loc": ["body", "file"], "msg": "Field required", "input": .null]
          ])
      }
    }
  }

  @Test func aFileOverTheLimitIsRefusedWithTheLimit() async throws {
    try await withService(settings: [.fileMaximumMegabytes: "1"]) { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload([UInt8](repeating: 0x61, count: (1 << 20) + 1), named: "large.txt")
      #expect(answer.status == 413)
      #expect(answer.detail?.contains("1 MiB") == true)
      try await nothingIsLeft(service, ann)
      #expect(
        try await ann.upload([UInt8](repeating: 0x61, count: 1 << 20), named: "fits.txt", query: "?process=false")
          .status
          == 200)
    }
  }

  @Test func aNameOfThreeHundredBytesIsRefused() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(Array("A note.".utf8), named: String(repeating: "n", count: 296) + ".txt")
      #expect(answer.status == 400)
      #expect(answer.detail?.contains("255") == true)
      try await nothingIsLeft(service, ann)
    }
  }

  @Test func aNameThatClimbsIsRefusedOrReducedToItsLastPart() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let climbing = try await ann.upload(Array("A note.".utf8), named: "../../evil.txt")
      #expect(climbing.status == 400)
      let nested = try await ann.upload(Array("A note.".utf8), named: "some/folder/note.txt")
      #expect(nested["filename"]?.string == "note.txt")
      #expect(try service.folder.isEmpty("tmp"))
    }
  }

  @Test func aDocumentThatCannotBeReadFailsWithAReasonThatNamesNoPath() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(
        (0..<2048).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ $0 >> 3) }, named: "bin.bin",
        type: "application/octet-stream")
      #expect(answer.status == 200)
      #expect(answer["data"]?["status"]?.string == "failed")
      let reason = try #require(answer["data"]?["error"]?.string)
      #expect(!reason.contains(service.folder.path))
      let id = try #require(answer["id"]?.string)
      let status = try await ann.get("/api/v1/files/\(id)/process/status")
      #expect(status.json == ["status": "failed", "error": .string(reason)])
      let added = try await ann.post("/api/v1/retrieval/process/file", ["file_id": .string(id)])
      #expect(added.status == 400)
      #expect(added.detail == reason)
    }
  }

  @Test func aTruncatedPDFFailsWithAReason() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(
        Array("%PDF-1.4\n1 0 obj\n<< /Type /Catalog".utf8), named: "torn.pdf", type: "application/pdf")
      #expect(answer["data"]?["status"]?.string == "failed")
      #expect(answer["data"]?["error"]?.string?.isEmpty == false)
    }
  }

  @Test func unknownIDsAreNotFound() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      for path in ["", "/process/status", "/content", "/content/html", "/content/a.txt", "/data/content"] {
        let answer = try await ann.get("/api/v1/files/nope\(path)")
        #expect(answer.status == 404)
        #expect(answer.detail == "We could not find what you're looking for :/")
      }
      #expect(try await ann.delete("/api/v1/files/nope").status == 404)
      #expect(try await ann.post("/api/v1/files/nope/data/content/update", ["content": "x"]).status == 404)
    }
  }

  @Test func malformedJSONIsAnsweredInTheContractsShape() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.send(
        .post, "/api/retrieval/query", body: Array(#"{"query": "#.utf8), headers: ["Content-Type": "application/json"])
      #expect(answer.status == 422)
      #expect(answer["detail"]?[0]?["type"]?.string == "json_invalid")
      #expect(answer["detail"]?[0]?["loc"]?[0]?.string == "body")
    }
  }
}
