// What one user has does not exist for another: over every route, an id of somebody else's is answered like one that
// was never given out.
import HTTP
import RAGServer
import Testing

struct PrivacyTests {
  private static let secret = "The treasure lies under the third oak."

  /// The part of an answer that a stranger could learn from.
  private struct Face: Equatable {
    let status: Int
    let body: String
    init(_ reaction: Reaction, hiding id: String) {
      status = reaction.status
      body = reaction.text.replacing(id, with: "ID")
    }
  }

  @Test func aStrangersFileLooksLikeNoFileOnEveryRoute() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let bob = try await service.caller("Bob", role: .user)
      let file = try await ann.addFile(Self.secret)
      let nobodys = "00000000-0000-4000-8000-000000000000"

      func compare(_ ask: (String) async throws -> Reaction) async throws {
        let (foreign, unknown) = (try await ask(file), try await ask(nobodys))
        #expect(Face(foreign, hiding: file) == Face(unknown, hiding: nobodys))
        #expect(!foreign.text.contains("oak"))
      }
      for path in [
        "", "/process/status", "/process/status?stream=true", "/content", "/content/html", "/content/x",
        "/data/content",
      ] {
        try await compare { try await bob.get("/api/v1/files/\($0)\(path)") }
      }
      try await compare { try await bob.post("/api/v1/files/\($0)/data/content/update", ["content": "mine"]) }
      try await compare { try await bob.delete("/api/v1/files/\($0)") }
      try await compare { try await bob.post("/api/v1/retrieval/process/file", ["file_id": .string($0)]) }
      try await compare { try await bob.post("/api/retrieval/process", ["file_id": .string($0)]) }
      try await compare {
        try await bob.post(
          "/api/v1/retrieval/process/files/batch", ["files": [["id": .string($0)]], "collection_name": "mine"])
      }
      try await compare { try await bob.post("/api/retrieval/query", ["query": "oak", "file_ids": [.string($0)]]) }
      for query in ["query/doc", "query/collection"] {
        try await compare { id in
          try await bob.post(
            "/api/v1/retrieval/\(query)",
            ["query": "oak", "collection_name": "file-\(id)", "collection_names": ["file-\(id)"]])
        }
      }
      #expect(try await bob.post("/api/retrieval/query", ["query": "oak"])["results"]?.array == [])
      #expect(try await bob.get("/api/v1/files/").json == [])
      #expect(try await ann.get("/api/v1/files/\(file)")["data"]?["content"]?.string == Self.secret)
    }
  }

  @Test func aStrangersKnowledgeBaseLooksLikeNoneOnEveryRoute() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let bob = try await service.caller("Bob", role: .user)
      let file = try await admin.addFile(Self.secret)
      let knowledge = try await admin.addKnowledge("Treasures", files: [file])
      let own = try await bob.addFile("Bob's own note.")
      let nobodys = "00000000-0000-4000-8000-000000000000"

      func compare(_ ask: (String) async throws -> Reaction) async throws {
        let (foreign, unknown) = (try await ask(knowledge), try await ask(nobodys))
        #expect(Face(foreign, hiding: knowledge) == Face(unknown, hiding: nobodys))
        #expect(!foreign.text.contains("oak") && !foreign.text.contains("Treasures"))
      }
      let form: JSONValue = ["name": "x", "description": "x"]
      let ownFile: JSONValue = ["file_id": .string(own)]
      try await compare { try await bob.get("/api/v1/knowledge/\($0)") }
      try await compare { try await bob.post("/api/v1/knowledge/\($0)/update", form) }
      try await compare { try await bob.post("/api/v1/knowledge/\($0)/reset") }
      try await compare { try await bob.delete("/api/v1/knowledge/\($0)/delete") }
      for action in ["add", "update", "remove"] {
        try await compare { try await bob.post("/api/v1/knowledge/\($0)/file/\(action)", ownFile) }
      }
      try await compare { try await bob.post("/api/v1/knowledge/\($0)/files/batch/add", [ownFile]) }
      try await compare {
        try await bob.post("/api/retrieval/query", ["query": "oak", "knowledge_ids": [.string($0)]])
      }
      try await compare {
        try await bob.post("/api/v1/retrieval/query/doc", ["query": "oak", "collection_name": .string($0)])
      }
      try await compare {
        try await bob.post("/api/v1/retrieval/query/collection", ["query": "oak", "collection_names": [.string($0)]])
      }
      try await compare {
        try await bob.post(
          "/api/v1/retrieval/process/file", ["file_id": .string(own), "collection_name": .string($0)])
      }
      try await compare {
        try await bob.post(
          "/api/v1/retrieval/process/text", ["name": "t", "content": "text", "collection_name": .string($0)])
      }
      try await compare {
        try await bob.post("/api/retrieval/process", ["file_id": .string(own), "knowledge_id": .string($0)])
      }
      #expect(try await bob.get("/api/v1/knowledge/").json == [])
      #expect(try await bob.get("/api/v1/knowledge/list").json == [])
      // The secret's owner still has it all.
      #expect(try await admin.get("/api/v1/knowledge/\(knowledge)")["data"]?["file_ids"] == [.string(file)])
    }
  }

  @Test func whatASharedKnowledgeBaseOpensItClosesAgain() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let bob = try await service.caller("Bob", role: .user)
      let file = try await admin.addFile(Self.secret)
      let knowledge = try await admin.addKnowledge("Treasures", access: .null, files: [file])
      let question: JSONValue = ["query": "Where is the treasure?"]
      #expect(try await bob.post("/api/retrieval/query", question)["results"]?.array?.count == 1)
      #expect(try await bob.get("/api/v1/files/\(file)/content").text == Self.secret)
      // Reading is not changing.
      #expect(try await bob.delete("/api/v1/files/\(file)").status == 404)
      let refused = try await bob.post("/api/v1/knowledge/\(knowledge)/update", ["name": "h", "description": "h"])
      #expect(refused.status == 400)
      #expect(refused.detail?.hasPrefix("You do not have permission") == true)

      let closed = try await admin.post(
        "/api/v1/knowledge/\(knowledge)/update", ["name": "Treasures", "description": "", "access_control": [:]])
      #expect(closed["access_control"] == [:])
      #expect(closed["data"]?["file_ids"] == [.string(file)])
      #expect(try await bob.post("/api/retrieval/query", question)["results"]?.array == [])
      #expect(try await bob.get("/api/v1/files/\(file)/content").status == 404)
      #expect(try await bob.get("/api/v1/knowledge/\(knowledge)").status == 404)
    }
  }

  @Test func whoMayOnlyReadAFileCannotPassItOnNorMakeItTheirs() async throws {
    try await withService(settings: [.usersMayMakeKnowledge: "true"]) { service in
      let admin = try await service.caller("Root", role: .admin)
      let bob = try await service.caller("Bob", role: .user)
      let file = try await admin.addFile(Self.secret)
      _ = try await admin.addKnowledge("Treasures", access: .null, files: [file])
      let own = try await bob.addKnowledge("Bob's")
      let form: JSONValue = ["file_id": .string(file)]
      for answer in [
        try await bob.post("/api/v1/knowledge/\(own)/file/add", form),
        try await bob.post("/api/v1/knowledge/\(own)/files/batch/add", [form]),
        try await bob.post("/api/v1/knowledge/\(own)/file/remove", form),
      ] { #expect(answer.status == 400) }
      #expect(try await bob.get("/api/v1/knowledge/\(own)")["data"]?["file_ids"] == [])
      #expect(try await admin.get("/api/v1/files/\(file)").status == 200)
    }
  }

  @Test func aDeletedAccountsDataGoesWithIt() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let bob = try await service.caller("Bob", role: .user)
      let file = try await bob.addFile(Self.secret)
      #expect(try await admin.delete("/api/v1/users/\(bob.userID)").status == 200)
      #expect(try await admin.get("/api/v1/files/\(file)").status == 404)
      #expect(try await admin.post("/api/retrieval/query", ["query": "treasure"])["results"]?.array == [])
      #expect(try service.folder.isEmpty("blobs"))
    }
  }
}
