// Chunking by request and by knowledge base over the API, and what answers say of parents and context.
import HTTP
import RAGServer
import Testing

struct ChunkingRouteTests {
  private static let book =
    "# Orchard\n\n## Pears\n\n"
    + (1...12).map { "Pear tree \($0) stands in row \($0 * 3) of the orchard." }.joined(separator: " ")

  private func results(_ caller: Caller, _ form: JSONObject) async throws -> [JSONValue] {
    var form = form
    form["top_k"] = 50
    let answer = try await caller.post("/api/retrieval/query", .object(form))
    #expect(answer.status == 200)
    return answer["results"]?.array ?? []
  }

  private func longest(_ results: [JSONValue]) -> Int { results.compactMap { $0["content"]?.string?.count }.max() ?? 0 }

  @Test func aKnowledgeBaseSaysHowItIsCutAndIsSearchedSo() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .admin)
      let file = try await ann.addFile(Self.book, named: "orchard.md")
      let created = try await ann.post(
        "/api/v1/knowledge/create",
        ["name": "k", "description": "", "chunking": ["strategy": "markdown", "size": 80, "context": true]])
      #expect(created.status == 200)
      #expect(created["chunking"] == ["strategy": "markdown", "size": 80, "context": true])
      let id = try #require(created["id"]?.string)
      #expect(try await ann.post("/api/v1/knowledge/\(id)/file/add", ["file_id": .string(file)]).status == 200)
      await service.session.corpus.drain()
      let small = try await results(ann, ["query": "pear tree", "knowledge_ids": [.string(id)]])
      #expect(small.count > 5 && longest(small) <= 80)
      #expect(small.contains { $0["metadata"]?["context"]?.string == "Orchard > Pears\n\n" })
      #expect(longest(try await results(ann, ["query": "pear tree", "file_ids": [.string(file)]])) > 100)

      let kept = try await ann.post("/api/v1/knowledge/\(id)/update", ["name": "k2", "description": ""])
      #expect(kept["chunking"]?["size"] == 80)
      let removed = try await ann.post(
        "/api/v1/knowledge/\(id)/update", ["name": "k2", "description": "", "chunking": .null])
      #expect(removed.status == 200 && removed["chunking"] == nil)
      await service.session.corpus.drain()
      #expect(longest(try await results(ann, ["query": "pear tree", "knowledge_ids": [.string(id)]])) > 100)
    }
  }

  @Test func anUploadAndARequestSayHowAFileIsCut() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .admin)
      let uploaded = try await ann.upload(
        Array(Self.book.utf8), named: "orchard.md", chunking: #"{"strategy": "recursive", "size": 100}"#)
      #expect(uploaded.status == 200)
      #expect(uploaded["meta"]?["chunking"]?["size"] == 100)
      let file = try #require(uploaded["id"]?.string)
      let scope: JSONObject = ["query": "pear tree", "file_ids": [.string(file)]]
      #expect((1...100).contains(longest(try await results(ann, scope))))
      let processed = try await ann.post(
        "/api/v1/retrieval/process/file",
        ["file_id": .string(file), "chunking": ["strategy": "parent-child", "size": 60, "parent_size": 240]])
      #expect(processed.status == 200)
      let parents = try await results(ann, scope)
      #expect(parents.contains { $0["metadata"]?["matches"] != nil })
      for result in parents where result["metadata"]?["matches"] != nil {
        let text = try #require(result["content"]?.string)
        let offsets = try #require(result["metadata"]?["offsets"]?["utf8"]?.array)
        let range = offsets.compactMap(\.integer)
        #expect(Int64(text.utf8.count) == range[1] - range[0] && text.count > 60)
        let matches = try #require(result["metadata"]?["matches"]?.array)
        #expect(matches.allSatisfy { $0["offsets"]?["utf8"]?[0]?.integer ?? -1 >= range[0] })
        #expect(matches[0]["chunk_id"] == result["metadata"]?["chunk_id"])
      }
      var exact = scope
      exact["parents"] = false
      let chunks = try await results(ann, exact)
      #expect(chunks.count > parents.count)
      #expect(chunks.allSatisfy { $0["metadata"]?["parent"]?["utf8"] != nil && $0["metadata"]?["matches"] == nil })
      let columns = try await ann.post(
        "/api/v1/retrieval/query/doc", ["collection_name": .string("file-\(file)"), "query": "pear", "k": 2])
      #expect(columns["metadatas"]?[0]?[0]?["matches"]?.array?.isEmpty == false)

      let back = try await ann.post("/api/v1/retrieval/process/file", ["file_id": .string(file), "chunking": [:]])
      #expect(back.status == 200)
      #expect(longest(try await results(ann, scope)) > 100)
    }
  }

  @Test func whatCannotBeMetIsRefused() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .admin)
      let named = try await ann.post(
        "/api/v1/knowledge/create", ["name": "k", "description": "", "chunking": ["strategy": "magic"]])
      #expect(named.status == 400 && named.detail?.contains("must be one of auto") == true)
      let unit = try await ann.post(
        "/api/v1/knowledge/create", ["name": "k", "description": "", "chunking": ["unit": "words"]])
      #expect(unit.status == 422)
      let low = try await ann.post(
        "/api/v1/knowledge/create", ["name": "k", "description": "", "chunking": ["size": 0]])
      #expect(low.status == 422)
      let form = try await ann.upload(Array("text".utf8), named: "a.txt", chunking: "[1]")
      #expect(form.status == 400 && form.detail?.contains("'chunking' must be a JSON object") == true)
      let sizes = try await ann.upload(
        Array("text".utf8), named: "a.txt", chunking: #"{"strategy": "code", "size": 100, "overlap": 90}"#)
      #expect(sizes.status == 400 && sizes.detail?.contains("half of the chunk size") == true)
    }
  }
}
