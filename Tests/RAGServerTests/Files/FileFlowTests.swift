// The life of a file over the API: upload, text, query with citation, download, deletion.
import HTTP
import RAGServer
import Testing

struct FileFlowTests {
  @Test func anUploadIsReadSearchedCitedAndDeletedForGood() async throws {
    try await withService { service in
      let ann = try await service.caller("Ann", role: .user)
      let text = "Swifts sleep in the air.\n\nThe nest of a martlet is nowhere to be found."
      let file = try await ann.addFile(text, named: "swifts.txt")

      let whole = try await ann.get("/api/v1/files/\(file)")
      #expect(whole.status == 200)
      #expect(whole["data"]?["content"]?.string == text)
      #expect(whole["meta"]?["collection_name"]?.string == "file-\(file)")
      #expect(whole["path"]?.string == "uploads/\(file)_swifts.txt")

      let answer = try await ann.post("/api/retrieval/query", ["query": "Where do swifts sleep?"])
      #expect(answer.status == 200)
      let result = try #require(answer["results"]?[0])
      #expect(result["content"]?.string?.contains("Swifts sleep in the air.") == true)
      let citation = try #require(result["metadata"])
      #expect(citation["file_id"]?.string == file)
      #expect(citation["filename"]?.string == "swifts.txt")
      let offsets = citation["offsets"]?["utf8"]
      let start = Int(try #require(offsets?[0]?.integer))
      let end = Int(try #require(offsets?[1]?.integer))
      #expect(String(decoding: Array(text.utf8)[start..<end], as: UTF8.self) == result["content"]?.string)

      let download = try await ann.get("/api/v1/files/\(file)/content")
      #expect(download.text == text)

      #expect(try await ann.delete("/api/v1/files/\(file)")["message"]?.string == "File deleted successfully")
      #expect(try await ann.get("/api/v1/files/\(file)").status == 404)
      let after = try await ann.post("/api/retrieval/query", ["query": "Where do swifts sleep?"])
      #expect(after["results"]?.array == [])
      #expect(try service.folder.isEmpty("blobs"))
      #expect(try service.folder.isEmpty("tmp"))
    }
  }
}
