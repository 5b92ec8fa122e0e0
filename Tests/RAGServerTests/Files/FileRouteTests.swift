// Lists, searches, texts and the forms an upload may take.
import HTTP
import RAGServer
import Testing

struct FileRouteTests {
  @Test func anUploadIsAnsweredAtOnceInTheContractsShape() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(
        Array("A note.".utf8), named: "a.txt", metadata: #"{"k":"v"}"#, query: "")
      #expect(answer.status == 200)
      #expect(
        answer.json.object?.keys.sorted() == [
          "access_control", "created_at", "data", "filename", "hash", "id", "meta", "path", "status", "updated_at",
          "user_id",
        ])
      #expect(answer["user_id"]?.string == ann.userID)
      #expect(answer["filename"]?.string == "a.txt")
      #expect(answer["hash"] == .null)
      #expect(answer["status"] == true)
      #expect(answer["data"] == ["status": "pending"])
      #expect(
        answer["meta"] == ["name": "a.txt", "content_type": "text/plain", "size": 7, "data": ["k": "v"]])
    }
  }

  @Test func aFileThatIsNotToBeProcessedIsKeptAndNotRead() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(Array("A note.".utf8), named: "a.txt", query: "?process=false")
      #expect(answer["data"] == [:])
      let id = try #require(answer["id"]?.string)
      #expect(try await ann.get("/api/v1/files/\(id)/process/status").json == ["status": "pending"])
      #expect(try await ann.get("/api/v1/files/\(id)/data/content").json == ["content": ""])
      let processed = try await ann.post("/api/v1/retrieval/process/file", ["file_id": .string(id)])
      #expect(processed["content"]?.string == "A note.")
      #expect(try await ann.get("/api/v1/files/\(id)/process/status").json == ["status": "completed"])
    }
  }

  @Test func theListHoldsTheCallersFilesAndEverybodysForAnAdministrator() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let bob = try await service.caller("Bob", role: .user)
      let admin = try await service.caller("Root", role: .admin)
      let first = try await ann.addFile("The first note of Ann.", named: "first.txt")
      let second = try await bob.addFile("The note of Bob.", named: "second.md")
      func ids(_ caller: Caller, _ target: String) async throws -> Set<String> {
        Set(try await caller.get(target).json.array?.compactMap { $0["id"]?.string } ?? [])
      }
      #expect(try await ids(ann, "/api/v1/files/") == [first])
      #expect(try await ids(bob, "/api/files/") == [second])
      #expect(try await ids(admin, "/api/files") == [first, second])
      #expect(try await ids(admin, "/api/v1/files/search?filename=*.MD") == [second])
      #expect(try await ids(admin, "/api/v1/files/search?filename=?irst.txt") == [first])
      let none = try await ann.get("/api/v1/files/search?filename=second*")
      #expect(none.status == 404)
      #expect(none.detail == "No files found matching the pattern.")
      let withText = try await ann.get("/api/v1/files/")
      #expect(withText[0]?["data"]?["content"]?.string == "The first note of Ann.")
      let without = try await ann.get("/api/v1/files/?content=false")
      #expect(without[0]?["data"] == ["status": "completed"])
    }
  }

  @Test(arguments: [
    ("*", "anything", true), ("", "", true), ("*a*b*", "xaxxbx", true), ("*a*b", "ab c", false), ("a?c", "abc", true),
    ("a?c", "ac", false), ("[a]", "[a]", true), ("*.PDF", "Report.pdf", true),
  ])
  func aPatternMatchesNames(pattern: String, name: String, matches: Bool) {
    #expect(FilenamePattern(pattern).matches(name) == matches)
  }

  @Test func aHostilePatternTakesNoMoreThanItsLengthTimesTheNames() {
    let pattern = String(repeating: "*a", count: 400) + "b"
    #expect(!FilenamePattern(pattern).matches(String(repeating: "a", count: 250)))
  }

  @Test func replacingTheTextChangesWhatIsFoundAndNotTheUpload() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let file = try await ann.addFile("Otters live by the river.", named: "b.md")
      let answer = try await ann.post(
        "/api/v1/files/\(file)/data/content/update", ["content": "Penguins live on the ice."])
      #expect(answer.json == ["content": "Penguins live on the ice."])
      let found = try await ann.post("/api/retrieval/query", ["query": "Where do penguins live?"])
      #expect(found["results"]?[0]?["content"]?.string == "Penguins live on the ice.")
      let lost = try await ann.post("/api/retrieval/query", ["query": "otters", "mode": "lexical"])
      #expect(lost["results"]?.array == [])
      #expect(try await ann.get("/api/v1/files/\(file)/content").text == "Otters live by the river.")
    }
  }

  @Test func theStatusStreamEndsWithTheFinalStatus() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.upload(Array("A note.".utf8), named: "a.txt", query: "")
      let id = try #require(answer["id"]?.string)
      let stream = try await ann.get("/api/v1/files/\(id)/process/status?stream=true")
      #expect(stream.headers["Content-Type"]?.hasPrefix("text/event-stream") == true)
      let events = stream.text.split(separator: "\n\n").filter { $0.hasPrefix("data: ") }
      #expect(events.last == #"data: {"status":"completed"}"#)
      #expect(events.dropLast().allSatisfy { $0 == #"data: {"status":"pending"}"# })
    }
  }

  @Test func anAdministratorDeletesEverything() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let admin = try await service.caller("Root", role: .admin)
      _ = try await ann.addFile("A note.")
      _ = try await admin.addFile("Another note.")
      #expect(try await ann.delete("/api/v1/files/all").status == 401)
      #expect(try await admin.delete("/api/v1/files/all").status == 200)
      #expect(try await admin.get("/api/v1/files/").json == [])
      #expect(try service.folder.isEmpty("blobs"))
    }
  }
}
