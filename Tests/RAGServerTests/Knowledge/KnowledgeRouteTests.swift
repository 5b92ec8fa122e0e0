// Knowledge bases over the API: shapes, files in and out, what an update keeps.
import HTTP
import RAGServer
import Testing

struct KnowledgeRouteTests {
  @Test func creatingAnswersInTheContractsShape() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let answer = try await admin.post(
        "/api/v1/knowledge/create", ["name": "KB1", "description": "first", "access_control": .null])
      #expect(answer.status == 200)
      #expect(
        answer.json.object?.keys.sorted() == [
          "access_control", "created_at", "data", "description", "files", "id", "meta", "name", "updated_at", "user_id",
        ])
      #expect(answer["name"] == "KB1")
      #expect(answer["data"] == ["file_ids": []])
      #expect(answer["access_control"] == .null)
      let listed = try await admin.get("/api/v1/knowledge/")
      #expect(listed[0]?["user"]?["email"] == "root@example.com")
      #expect(listed[0]?["files"] == [])
      let missing = try await admin.post("/api/v1/knowledge/create", ["name": "x"])
      #expect(missing.status == 422)
      #expect(
        missing["detail"] == [
          ["type": "missing", "loc": ["body", "description"], "msg": "Field required", "input": ["name": "x"]]
        ])
    }
  }

  @Test func usersWithThePermissionCreateForThemselvesAlone() async throws {
    let settings: [Setting: String] = [.usersMayMakeKnowledge: "true"]
    try await withService(settings: settings) { service in
      let bob = try await service.caller("Bob", role: .user)
      let answer = try await bob.post("/api/v1/knowledge/create", ["name": "KB2", "description": "x"])
      #expect(answer.status == 200)
      let carl = try await service.caller("Carl", role: .user)
      let id = try #require(answer["id"]?.string)
      #expect(try await carl.get("/api/v1/knowledge/\(id)").status == 404, "sharing needs a permission of its own")
      #expect(try await bob.get("/api/v1/knowledge/\(id)").status == 200)
    }
  }

  @Test func usersWithoutThePermissionCannotCreate() async throws {
    try await withService { service in
      let bob = try await service.caller("Bob", role: .user)
      let answer = try await bob.post("/api/v1/knowledge/create", ["name": "KB2", "description": "x"])
      #expect(answer.status == 401)
      #expect(answer.detail == "401 Unauthorized")
    }
  }

  @Test func filesComeInStayInOrderAndGoOut() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let first = try await admin.addFile("The capital of Freedonia is Glorpville.", named: "a.txt")
      let second = try await admin.addFile("Cardamom is the secret ingredient.", named: "b.txt")
      let third = try await admin.addFile("Badgers dig.", named: "c.txt")
      let knowledge = try await admin.addKnowledge("KB", files: [second])
      let added = try await admin.post("/api/knowledge/\(knowledge)/file/add", ["file_id": .string(first)])
      #expect(added["data"]?["file_ids"] == [.string(second), .string(first)])
      #expect(added["files"]?[1]?["meta"]?["name"] == "a.txt")

      let again = try await admin.post("/api/v1/knowledge/\(knowledge)/file/add", ["file_id": .string(first)])
      #expect(again.status == 400)
      #expect(again.detail == "Duplicate content detected. Please provide unique content to proceed.")
      let unknown = try await admin.post("/api/v1/knowledge/\(knowledge)/file/add", ["file_id": "nope"])
      #expect(unknown.status == 400)
      let batch = try await admin.post(
        "/api/v1/knowledge/\(knowledge)/files/batch/add", [["file_id": .string(first)], ["file_id": .string(third)]])
      #expect(batch["data"]?["file_ids"] == [.string(second), .string(first), .string(third)])

      let kept = try await admin.post(
        "/api/v1/knowledge/\(knowledge)/file/remove?delete_file=false", ["file_id": .string(first)])
      #expect(kept["data"]?["file_ids"] == [.string(second), .string(third)])
      #expect(try await admin.get("/api/v1/files/\(first)").status == 200)
      let removed = try await admin.post("/api/v1/knowledge/\(knowledge)/file/remove", ["file_id": .string(second)])
      #expect(removed["data"]?["file_ids"] == [.string(third)])
      #expect(try await admin.get("/api/v1/files/\(second)").status == 404)
      let stranger = try await admin.post("/api/v1/knowledge/\(knowledge)/file/remove", ["file_id": .string(first)])
      #expect(stranger.status == 400)

      let reset = try await admin.post("/api/v1/knowledge/\(knowledge)/reset")
      #expect(reset["data"] == ["file_ids": []])
      #expect(try await admin.get("/api/v1/files/\(third)").status == 200)
      #expect(try await admin.delete("/api/v1/knowledge/\(knowledge)/delete").json == true)
      #expect(try await admin.delete("/api/v1/knowledge/\(knowledge)/delete").status == 400)
      #expect(try await admin.get("/api/v1/knowledge/\(knowledge)").status == 404)
    }
  }

  @Test func anUpdateKeepsFilesAndWhatItDoesNotState() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let file = try await admin.addFile("Badgers dig.")
      let knowledge = try await admin.addKnowledge("KB", access: [:], files: [file])
      let updated = try await admin.post(
        "/api/v1/knowledge/\(knowledge)/update",
        ["name": "New name", "description": "d", "data": ["colour": "red", "file_ids": []]])
      #expect(updated["name"] == "New name")
      #expect(updated["data"] == ["colour": "red", "file_ids": [.string(file)]])
      #expect(updated["access_control"] == [:])
      let opened = try await admin.post(
        "/api/v1/knowledge/\(knowledge)/update", ["name": "New name", "description": "d", "access_control": .null])
      #expect(opened["access_control"] == .null)
      #expect(opened["data"]?["file_ids"] == [.string(file)])
    }
  }

  @Test func thoseNamedForWritingMayChangeAndSeeItInTheirList() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let bob = try await service.caller("Bob", role: .user)
      let cat = try await service.caller("Cat", role: .user)
      let rule: JSONValue = [
        "read": ["group_ids": [], "user_ids": [.string(cat.userID)]],
        "write": ["group_ids": [], "user_ids": [.string(bob.userID)]],
      ]
      let knowledge = try await admin.addKnowledge("KB", access: rule)
      let note = try await bob.addFile("Bob adds this.")
      let added = try await bob.post("/api/v1/knowledge/\(knowledge)/file/add", ["file_id": .string(note)])
      #expect(added.status == 200)
      #expect(added["access_control"] == rule)
      #expect(try await bob.get("/api/v1/knowledge/list").json.array?.count == 1)
      #expect(try await cat.get("/api/v1/knowledge/list").json == [])
      #expect(try await cat.get("/api/v1/knowledge/").json.array?.count == 1)
      #expect(try await cat.post("/api/retrieval/query", ["query": "Bob"])["results"]?.array?.count == 1)
    }
  }

  @Test func aFileIsFoundInItsKnowledgeBaseOnceItIsRead() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let uploaded = try await admin.upload(Array("Lemurs leap.".utf8), named: "l.txt", query: "?process=false")
      let file = try #require(uploaded["id"]?.string)
      let knowledge = try await admin.addKnowledge("KB", files: [file])
      let stream = try await admin.get("/api/v1/files/\(file)/process/status?stream=true")
      #expect(stream.text.hasSuffix("data: {\"status\":\"completed\"}\n\n"))
      let found = try await admin.post(
        "/api/retrieval/query", ["query": "lemurs", "knowledge_ids": [.string(knowledge)]])
      #expect(found["results"]?[0]?["metadata"]?["file_id"]?.string == file)
    }
  }

  @Test func aFileThatCannotBeReadIsNotTakenIn() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let failed = try await admin.upload(Array(" \n ".utf8), named: "blank.txt")
      #expect(failed["data"]?["status"] == "failed")
      let knowledge = try await admin.addKnowledge("KB")
      let answer = try await admin.post("/api/v1/knowledge/\(knowledge)/file/add", ["file_id": failed["id"] ?? .null])
      #expect(answer.status == 400)
      #expect(answer.detail == failed["data"]?["error"]?.string)
    }
  }

  @Test func reindexingKeepsEveryFileFindable() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let file = try await admin.addFile("Badgers dig.")
      let knowledge = try await admin.addKnowledge("KB", files: [file])
      #expect(try await admin.post("/api/v1/knowledge/reindex").json == true)
      _ = try await admin.get("/api/v1/files/\(file)/process/status?stream=true")
      let found = try await admin.post(
        "/api/retrieval/query", ["query": "badgers", "knowledge_ids": [.string(knowledge)]])
      #expect(found["results"]?.array?.count == 1)
    }
  }
}
