// Queries over the API: both shapes, scopes, limits, modes, and what happens without a model.
import HTTP
import RAGServer
import Testing

struct QueryRouteTests {
  private static let atlas = """
    # Freedonia

    ## Capital

    The capital of Freedonia is Glorpville.

    ## Food

    Cardamom is the secret ingredient of its soup.
    """

  @Test func theContractsShapesHoldColumnsOfLists() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let file = try await admin.addFile(Self.atlas, named: "atlas.md")
      let knowledge = try await admin.addKnowledge("Atlas", files: [file])
      let both = try await admin.post(
        "/api/v1/retrieval/query/collection",
        ["collection_names": [.string(knowledge)], "query": "What is the capital of Freedonia?", "k": 3])
      #expect(both.status == 200)
      #expect(both.json.object?.keys.sorted() == ["distances", "documents", "metadatas"])
      let count = both["documents"]?[0]?.array?.count
      #expect(both["distances"]?[0]?.array?.count == count && both["metadatas"]?[0]?.array?.count == count)
      let metadata = try #require(both["metadatas"]?[0]?[0])
      #expect(metadata["file_id"]?.string == file)
      #expect(metadata["name"] == "atlas.md")
      #expect(metadata["source"] == "atlas.md")
      #expect(metadata["created_by"]?.string == admin.userID)
      #expect(metadata["start_index"] == metadata["offsets"]?["utf16"]?[0])
      #expect(metadata["score"] == both["distances"]?[0]?[0])

      let one = try await admin.post(
        "/api/v1/retrieval/query/doc", ["collection_name": .string("file-\(file)"), "query": "cardamom", "k": 1])
      #expect(one.json.object?.keys.sorted() == ["distances", "documents", "ids", "metadatas"])
      #expect(one["documents"]?[0]?.array?.count == 1)
      #expect(one["ids"]?[0]?.array?.count == 1)
      #expect(one["documents"]?[0]?[0]?.string?.contains("Cardamom") == true)
    }
  }

  @Test func namesThatStandForNothingGiveNothing() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let many = try await ann.post("/api/v1/retrieval/query/collection", ["collection_names": ["nope"], "query": "x"])
      #expect(many.json == ["distances": [[]], "documents": [[]], "metadatas": [[]]])
      let one = try await ann.post("/api/v1/retrieval/query/doc", ["collection_name": "nope", "query": "x"])
      #expect(one.status == 200)
      #expect(one.text == "null")
      let named = try await ann.post("/api/retrieval/query", ["query": "x", "knowledge_ids": ["nope"]])
      #expect(named.status == 404)
      let none = try await ann.post("/api/retrieval/query", ["query": "x", "knowledge_ids": []])
      #expect(none.json == ["results": []])
      let text = try await ann.post("/api/v1/retrieval/query/collection", ["collection_names": "nope", "query": "x"])
      #expect(text.status == 422)
      #expect(text["detail"]?[0]?["type"] == "list_type")
    }
  }

  @Test func theQuickReferencesQueryTakesItsOptions() async throws {
    try await withService(settings: [.chunkSize: "60"]) { service in
      let ann = try await service.caller("Ann", role: .user)
      let atlas = try await ann.addFile(Self.atlas, named: "atlas.md")
      let other = try await ann.addFile("Glorpville has a famous zoo.", named: "zoo.txt")
      func files(_ form: JSONValue) async throws -> [String] {
        let answer = try await ann.post("/api/v1/retrieval/query", form)
        #expect(answer.status == 200)
        return answer["results"]?.array?.compactMap { $0["metadata"]?["file_id"]?.string } ?? []
      }
      #expect(try await files(["query": "Glorpville", "top_k": 1]).count == 1)
      #expect(Set(try await files(["query": "Glorpville", "top_k": 10, "mode": "lexical"])) == [atlas, other])
      #expect(try await files(["query": "Glorpville", "file_ids": [.string(other)]]) == [other])
      #expect(try await files(["query": "Glorpville", "min_score": 1]) == [])
      #expect(try await files(["query": "Glorpville zoo", "mode": "hybrid", "top_k": 1, "ef_search": 100]) == [other])
      let heading = try await ann.post(
        "/api/retrieval/query", ["query": "capital Glorpville", "file_ids": [.string(atlas)], "top_k": 1])
      #expect(heading["results"]?[0]?["metadata"]?["headings"] == ["Freedonia", "Capital"])
    }
  }

  @Test(arguments: [
    #"{"query": "x", "top_k": 0}"#, #"{"query": "x", "top_k": 100000}"#, #"{"query": "x", "mode": "magic"}"#,
    #"{"query": 7}"#, #"{}"#, #"{"query": "x", "min_score": 2}"#,
  ])
  func optionsOutOfRangeAreRefused(form: String) async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.send(
        .post, "/api/retrieval/query", body: Array(form.utf8), headers: ["Content-Type": "application/json"])
      #expect(answer.status == 422)
      #expect(answer["detail"]?.array?.isEmpty == false)
    }
  }

  @Test func anEmptyQueryIsRefused() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let answer = try await ann.post("/api/retrieval/query", ["query": "  "])
      #expect(answer.status == 400)
      #expect(answer.detail == "The query is empty.")
    }
  }

  @Test func withoutAModelWordsStillFindAndMeaningSaysWhy() async throws {
    try await withService(model: .none) { service in
      let ann = try await service.caller("Ann", role: .user)
      _ = try await ann.addFile(Self.atlas, named: "atlas.md")
      let meaning = try await ann.post("/api/retrieval/query", ["query": "capital"])
      #expect(meaning.status == 503)
      #expect(meaning.detail?.contains("embedding model") == true)
      let words = try await ann.post("/api/retrieval/query", ["query": "capital", "mode": "lexical"])
      #expect(words.status == 200)
      #expect(words["results"]?.array?.isEmpty == false)
      let health = try await service.anybody.get("/health")
      #expect(health["status"] == true)
      #expect(health["embedding"]?["available"] == false)
    }
  }
}
