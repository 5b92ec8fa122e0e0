// Documents handed over by reference or as text.
import HTTP
import RAGServer
import Testing

struct ProcessRouteTests {
  @Test func aTextIsFoundUnderItsCollectionsNameByItsOwnerOnly() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let bob = try await service.caller("Bob", role: .user)
      let answer = try await ann.post(
        "/api/v1/retrieval/process/text",
        ["name": "lemurs", "content": "Texty text about lemurs.", "collection_name": "mycoll"])
      #expect(answer.json == ["status": true, "collection_name": "mycoll", "content": "Texty text about lemurs."])
      let question: JSONValue = ["collection_names": ["mycoll"], "query": "lemurs"]
      #expect(
        try await ann.post("/api/v1/retrieval/query/collection", question)["documents"] == [
          ["Texty text about lemurs."]
        ])
      #expect(try await bob.post("/api/v1/retrieval/query/collection", question)["documents"] == [[]])
    }
  }

  @Test func aTextWithoutANameForItsCollectionGetsItsHash() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.post(
        "/api/v1/retrieval/process/text", ["name": "t", "content": "Texty text about lemurs."])
      #expect(
        answer["collection_name"] == "af9cbc9d49c84842c22f39c2a9bfc78b42afd869a9dbe49b6dd378c453faf52f")
    }
  }

  @Test func anEmptyTextIsRefusedAndLeavesNoFile() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      for content in ["", " \n"] {
        let answer = try await ann.post("/api/v1/retrieval/process/text", ["name": "t", "content": .string(content)])
        #expect(answer.status == 400)
      }
      #expect(try await ann.get("/api/v1/files/").json == [])
    }
  }

  @Test func processingPutsAFileIntoAKnowledgeBaseAndMayBeRepeated() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let uploaded = try await admin.upload(Array("Badgers dig.".utf8), named: "b.txt", query: "?process=false")
      let file = try #require(uploaded["id"]?.string)
      let knowledge = try await admin.addKnowledge("KB")
      for _ in 1...2 {
        let answer = try await admin.post(
          "/api/retrieval/process", ["file_id": .string(file), "knowledge_id": .string(knowledge)])
        #expect(answer.status == 200)
        #expect(answer["collection_name"]?.string == "file-\(file)")
      }
      #expect(try await admin.get("/api/v1/knowledge/\(knowledge)")["data"]?["file_ids"] == [.string(file)])
      let unknown = try await admin.post("/api/retrieval/process", ["file_id": .string(file), "knowledge_id": "nope"])
      #expect(unknown.status == 404)
    }
  }

  @Test func severalFilesAreProcessedAndEachFailureIsToldBesideIt() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let good = try await admin.addFile("Badgers dig.")
      let bad = try await admin.upload(Array("   ".utf8), named: "blank.txt")
      let badID = try #require(bad["id"]?.string)
      let knowledge = try await admin.addKnowledge("KB")
      let answer = try await admin.post(
        "/api/v1/retrieval/process/files/batch",
        [
          "files": [["id": .string(good)], ["id": .string(badID)], ["id": "nope"]],
          "collection_name": .string(knowledge),
        ])
      #expect(answer["results"] == [["file_id": .string(good), "status": "completed", "error": .null]])
      #expect(answer["errors"]?.array?.compactMap { $0["file_id"]?.string } == [badID, "nope"])
      #expect(try await admin.get("/api/v1/knowledge/\(knowledge)")["data"]?["file_ids"] == [.string(good)])

      let form: JSONValue = ["collection_name": .string(knowledge), "file_id": .string(good)]
      #expect(try await admin.post("/api/v1/retrieval/delete", form).json == ["status": true])
      #expect(try await admin.post("/api/v1/retrieval/delete", form).json == ["status": false])
    }
  }

  @Test func aNameThatLooksLikeAnIDIsNotTakenForACollection() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      for name in ["file-x", "00000000-0000-4000-8000-000000000000"] {
        let answer = try await ann.post(
          "/api/v1/retrieval/process/text", ["name": "t", "content": "x", "collection_name": .string(name)])
        #expect(answer.status == 404)
      }
    }
  }

  @Test func theSettingsShownAreThoseInUse() async throws {
    try await withService(settings: [.topK: "7", .chunkSize: "321"]) { service in
      let admin = try await service.caller("Root", role: .admin)
      let settings = try await admin.get("/api/v1/retrieval/config")
      #expect(settings["TOP_K"] == 7)
      #expect(settings["CHUNK_SIZE"] == 321)
      #expect(try await admin.get("/api/v1/retrieval/embedding")["embedding_model"] == "test-words")
      #expect(try await service.anybody.get("/api/v1/retrieval/")["chunk_size"] == 321)
      let user = try await service.caller("Bob", role: .user)
      #expect(try await user.get("/api/v1/retrieval/config").status == 401)
    }
  }
}
