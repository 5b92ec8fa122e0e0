import Glibc
// Forms as routes read them: files on disk, fields in memory, limits, nothing left behind.
import HTTP
import Testing

struct MultipartFormTests {
  /// A folder of its own for one test.
  final class Folder {
    let path: String
    init() throws {
      var template = Array("/tmp/martlet-multipart-XXXXXX".utf8CString)
      try #require(mkdtemp(&template) != nil)
      path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    var entries: [String] {
      var names: [String] = []
      guard let directory = opendir(path) else { return [] }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { names.append(name) }
      }
      return names
    }
    deinit {
      for name in entries { unlink("\(path)/\(name)") }
      rmdir(path)
    }
  }

  struct Fields: Payload, Equatable {
    let title: String
    let count: Int?
    let tags: [String]?
  }

  private func part(_ disposition: String, _ content: String) -> String {
    "--B\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n\(content)\r\n"
  }

  private func router(
    _ folder: Folder, limits: MultipartLimits = MultipartLimits(fileBytes: 1000), keeping: Bool = false
  ) throws -> Router {
    let path = folder.path
    return try Router([
      Route.post("/upload", access: .everyone, body: MultipartBody.self, summary: "x") { _, _, body in
        let form = try await body.read(into: path, limits: limits)
        let file = try form.file("file")
        var facts = stat()
        stat(file.path, &facts)
        if keeping { try file.move(to: "\(path)/kept") }
        return Response.text(
          "\(file.filename) \(file.size) \(String(facts.st_mode & 0o777, radix: 8)) \(form.text("note") ?? "-")")
      },
      Route.post("/fields", access: .everyone, body: MultipartBody.self, summary: "x") { _, _, body in
        try await body.read(into: path, limits: limits).decode(Fields.self)
      },
    ])
  }

  private func post(_ router: Router, _ path: String, _ body: String, type: String = "multipart/form-data; boundary=B")
    async throws -> Exchange
  {
    try await router.exchange(.post, path, body: Array(body.utf8), headers: ["Content-Type": type])
  }

  @Test func aFileGoesToDiskReadableByUsAloneAndIsDeletedUnlessTaken() async throws {
    let folder = try Folder()
    let body = part(#"name="note""#, "hello") + part(#"name="file"; filename="a.txt""#, "content") + "--B--\r\n"
    #expect(try await post(router(folder), "/upload", body).text == "a.txt 7 600 hello")
    #expect(folder.entries.isEmpty)
    #expect(try await post(router(folder, keeping: true), "/upload", body).text == "a.txt 7 600 hello")
    #expect(folder.entries == ["kept"])
  }

  @Test func aMissingFileIsTheRecorded422() async throws {
    let folder = try Folder()
    let recorded: JSONValue = [
      "detail": [["type": "missing", "loc": ["body", "file"], "msg": "Field required", "input": nil]]
    ]
    for (body, type) in [("", "application/json"), ("--B--\r\n", "multipart/form-data; boundary=B")] {
      let answer = try await post(router(folder), "/upload", body, type: type)
      #expect(answer.status == 422)
      #expect(try answer.json == recorded)
    }
  }

  @Test func tooLargeIs413AndLeavesNothing() async throws {
    let folder = try Folder()
    let large = part(#"name="file"; filename="a.txt""#, String(repeating: "x", count: 1001)) + "--B--\r\n"
    let answer = try await post(router(folder), "/upload", large)
    #expect(answer.status == 413)
    #expect(try answer.json["detail"] == "The file is larger than the 1000 bytes allowed.")
    #expect(folder.entries.isEmpty)
    var limits = MultipartLimits(fileBytes: 1000)
    limits.fieldBytes = 100
    let fields =
      part(#"name="a""#, String(repeating: "x", count: 60)) + part(#"name="b""#, String(repeating: "x", count: 60))
    #expect(try await post(router(folder, limits: limits), "/upload", fields + "--B--\r\n").status == 413)
  }

  @Test func anInterruptedUploadLeavesNothing() async throws {
    let folder = try Folder()
    let answer = try await post(
      router(folder), "/upload", "--B\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nhalf")
    #expect(answer.status == 400)
    #expect(folder.entries.isEmpty)
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\"\(String(repeating: "b", count: 71))\"",
  ])
  func aMissingOrOverlongBoundaryIsA400(type: String) async throws {
    let answer = try await post(router(try Folder()), "/upload", "--B--\r\n", type: type)
    #expect(answer.status == 400)
    #expect(try answer.json["detail"] == "Missing boundary in multipart.")
  }

  @Test func fieldsDecodeAsAPayload() async throws {
    let folder = try Folder()
    let body =
      part(#"name="title""#, "T") + part(#"name="count""#, "3") + part(#"name="tags""#, "a")
      + part(#"name="tags""#, "b")
    #expect(
      try await post(router(folder), "/fields", body + "--B--").text == #"{"title":"T","count":3,"tags":["a","b"]}"#)
    let wrong = try await post(router(folder), "/fields", part(#"name="count""#, "x") + "--B--")
    #expect(try wrong.json["detail"]?.array?.map { $0["type"] } == ["missing", "int_parsing"])
  }

  @Test func aFolderThatCannotBeWrittenIsOurFault() async throws {
    let route = Route.post("/upload", access: .everyone, body: MultipartBody.self, summary: "x") { _, _, body in
      _ = try await body.read(into: "/nonexistent", limits: MultipartLimits(fileBytes: 10))
      return Response()
    }
    let body = part(#"name="file"; filename="a.txt""#, "x") + "--B--\r\n"
    let answer = try await post(Router([route]), "/upload", body)
    #expect(answer.status == 500)
    #expect(!answer.text.contains("nonexistent"))
  }
}
