// Engines that read documents, against a real server that answers as a test tells it to.
import Documents
import FoundationEssentials
import HTTP
import Platform
import RAGServer
import Testing

@Suite("Extraction engines")
struct ExtractionEngineTests {
  private static let pdf = Array("%PDF-1.7 not really".utf8)

  /// A document on the disk, with whatever name its giver had for it.
  private func withDocument<Output>(
    _ name: String = "manual.pdf", type: String? = "application/pdf", _ body: (EngineDocument) async throws -> Output
  ) async throws -> Output {
    let folder = try ServiceFolder()
    let path = folder.path + "/blob"
    try Data(Self.pdf).write(to: URL(filePath: path))
    let output = try await body(
      EngineDocument(path: path, byteCount: Self.pdf.count, filename: name, declaredType: type))
    withExtendedLifetime(folder) {}
    return output
  }

  private func caller(_ engine: FakeEngine, key: String = "sk-secret", seconds: Double = 3_600) -> EngineCaller {
    EngineCaller(
      "Test", setting: "TEST_URL", client: engine.client, key: Secret(key), timeoutSeconds: seconds, pause: { _ in })
  }

  private func failure(_ body: () async throws -> ExtractedText) async throws -> DocumentError {
    try #require(await #expect(throws: DocumentError.self) { try await body() })
  }

  // MARK: Tika

  @Test func tikaIsGivenTheBytesAndItsTextIsMadeSafe() async throws {
    let answer: JSONValue = [
      "X-TIKA:content": "\n\n  Swifts\r\nnever\u{0} land.\n\n", "Content-Type": "application/pdf; version=1.7",
      "dc:title": ["Birds", "Vögel"], "dc:creator": "Ann",
    ]
    try await FakeEngine.run(answer: { _, _ in .json(answer.serialized()) }) { engine in
      let text = try await withDocument {
        try await TikaEngine(url: engine.url, readsPictures: true, caller: caller(engine)).read($0, limits: .init())
      }
      #expect(text.text == "  Swifts\nnever land." && text.isConsistent)
      #expect(text.title == "Birds" && text.metadata["author"] == "Ann" && text.mediaType == "application/pdf")
      let call = try #require(engine.calls.first)
      #expect(call.method == .put && call.path == "/tika/text" && call.body == Self.pdf)
      #expect(call.headers["Content-Type"] == "application/pdf" && call.headers["Accept"] == "application/json")
      #expect(call.headers["X-Tika-PDFextractInlineImages"] == "true")
    }
  }

  // MARK: Docling

  @Test func doclingIsGivenAFormAndItsHeadingsAreKnown() async throws {
    let markdown = "# Birds\n\nSwifts.\n\n```\n# no heading\n```\n\n## Nests ##\n\nUnder roofs."
    let answer: JSONValue = ["document": ["md_content": .string(markdown)], "status": "partial_success"]
    try await FakeEngine.run(answer: { _, _ in .json(answer.serialized()) }) { engine in
      let text = try await withDocument("a\"\r\nX-Evil: 1\r\n\r\nß.pdf") { document in
        try await DoclingEngine(
          url: engine.url, fields: [("do_ocr", "true"), ("ocr_lang", "eng"), ("ocr_lang", "deu")],
          caller: caller(engine)
        ).read(document, limits: .init())
      }
      #expect(
        text.text == markdown && text.headings.map(\.title) == ["Birds", "Nests"]
          && text.headings.map(\.level) == [1, 2])
      #expect(text.title == "Birds" && text.metadata["warning"] != nil && text.mediaType == "text/markdown")
      let call = try #require(engine.calls.first)
      #expect(call.method == .post && call.path == "/v1/convert/file")
      let form = String(decoding: call.body, as: UTF8.self)
      #expect(form.contains("name=\"ocr_lang\"\r\n\r\neng\r\n") && form.contains("name=\"ocr_lang\"\r\n\r\ndeu\r\n"))
      #expect(
        form.contains(
          "name=\"files\"; filename=\"a%22%0D%0AX-Evil: 1%0D%0A%0D%0Aß.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF"
        ))
      #expect(!form.contains("\r\nX-Evil"))
    }
  }

  // MARK: External loaders

  @Test func anExternalLoaderIsGivenTheNameAndItsPagesAreKnown() async throws {
    let answer: JSONValue = [
      ["page_content": "First.", "metadata": ["page": 0, "author": "Ann", "deep": ["x": 1]]],
      ["page_content": "", "metadata": ["page": 1]], ["page_content": "Fourth.", "metadata": ["page": 3]],
    ]
    try await FakeEngine.run(answer: { _, _ in .json(answer.serialized()) }) { engine in
      let text = try await withDocument("folder/ü \r\nb.pdf", type: "text/evil\r\nX-Evil: 1") {
        try await ExternalLoaderEngine(url: engine.url, caller: caller(engine)).read($0, limits: .init())
      }
      #expect(text.text == "First.\n\nFourth." && text.isConsistent)
      #expect(text.pages.map(\.number) == [1, 2, 3, 4] && text.pages.map(\.utf8.count) == [6, 0, 0, 7])
      #expect(
        text.metadata["author"] == "Ann" && text.metadata["deep"] == nil && text.metadata["extractedBy"] == "external")
      let call = try #require(engine.calls.first)
      #expect(call.method == .put && call.path == "/process" && call.body == Self.pdf)
      #expect(
        call.headers["Authorization"] == "Bearer sk-secret" && call.headers["X-Filename"] == "%C3%BC%20%0D%0Ab.pdf")
      #expect(call.headers["Content-Type"] == "application/octet-stream" && call.headers["X-Evil"] == nil)
    }
  }

  @Test func aSingleDocumentOfAnExternalLoaderHasNoPages() async throws {
    let answer: JSONValue = ["page_content": "# Birds\n\nSwifts.", "metadata": .null]
    try await FakeEngine.run(answer: { _, _ in .json(answer.serialized()) }) { engine in
      let text = try await withDocument {
        try await ExternalLoaderEngine(url: engine.url, caller: caller(engine)).read($0, limits: .init())
      }
      #expect(text.pages.isEmpty && text.title == "Birds" && text.isConsistent)
    }
  }

  @Test func pagesThatDoNotAscendAreNoPages() async throws {
    let answer: JSONValue = [
      ["page_content": "a", "metadata": ["page": 5]], ["page_content": "b", "metadata": ["page": 2]],
    ]
    try await FakeEngine.run(answer: { _, _ in .json(answer.serialized()) }) { engine in
      let text = try await withDocument {
        try await ExternalLoaderEngine(url: engine.url, caller: caller(engine)).read($0, limits: .init())
      }
      #expect(text.text == "a\n\nb" && text.pages.isEmpty)
    }
  }

  // MARK: Mistral

  private static func mistral(_ call: FakeEngine.Call) -> Response {
    switch (call.method, call.path) {
    case (.post, "/files"): .json(JSONValue.object(["id": "file-1"]).serialized())
    case (.get, "/files/file-1/url"): .json(JSONValue.object(["url": "https://signed.example/1"]).serialized())
    case (.post, "/ocr"):
      .json(
        JSONValue.object([
          "pages": [["index": 2, "markdown": "Third."], ["index": 0, "markdown": "# Swifts\n\nFirst."]]
        ]).serialized())
    case (.delete, "/files/file-1"): .json(JSONValue.object(["deleted": true]).serialized())
    default: FakeEngine.refusal(404)
    }
  }

  @Test func mistralIsGivenAnUploadThatIsDeletedAgain() async throws {
    try await FakeEngine.run(answer: { call, _ in Self.mistral(call) }) { engine in
      let text = try await withDocument {
        try await MistralEngine(url: engine.url, caller: caller(engine)).read($0, limits: .init())
      }
      #expect(text.text == "# Swifts\n\nFirst.\n\nThird." && text.isConsistent && text.metadata["warning"] == nil)
      #expect(text.pages.map(\.utf8.count) == [16, 0, 6] && text.headings.map(\.title) == ["Swifts"])
      #expect(
        engine.calls.map { "\($0.method) \($0.path)" } == [
          "POST /files", "GET /files/file-1/url", "POST /ocr", "DELETE /files/file-1",
        ])
      #expect(engine.calls.allSatisfy { $0.headers["Authorization"] == "Bearer sk-secret" })
      #expect(engine.calls[2].json["document"]?["document_url"] == "https://signed.example/1")
      #expect(String(decoding: engine.calls[0].body, as: UTF8.self).contains("name=\"purpose\"\r\n\r\nocr\r\n"))
    }
  }

  @Test func theUploadIsDeletedWhenItCannotBeRead() async throws {
    try await FakeEngine.run(answer: { call, _ in
      call.path == "/ocr" ? FakeEngine.refusal(422, "too blurred") : Self.mistral(call)
    }) { engine in
      let error = try await withDocument { document in
        try await failure {
          try await MistralEngine(url: engine.url, caller: caller(engine)).read(document, limits: .init())
        }
      }
      #expect(error.code == .engineRefused && error.message.contains("422 (too blurred)"))
      #expect(engine.calls.last?.method == .delete)
    }
  }

  @Test func anUploadCalledLikeAPathIsNotAskedFor() async throws {
    try await FakeEngine.run(answer: { _, _ in .json(JSONValue.object(["id": "../secrets"]).serialized()) }) { engine in
      let error = try await withDocument { document in
        try await failure {
          try await MistralEngine(url: engine.url, caller: caller(engine)).read(document, limits: .init())
        }
      }
      #expect(error.code == .engineFailed && engine.calls.count == 1)
    }
  }

  // MARK: Failures

  private func tikaFailure(
    seconds: Double = 3_600, answer: @escaping @Sendable (FakeEngine.Call, Int) async throws -> Response,
    onEnd: () -> Void = {}
  ) async throws -> (error: DocumentError, calls: Int) {
    try await FakeEngine.run(answer: answer) { engine in
      let error = try await withDocument { document in
        try await failure {
          try await TikaEngine(url: engine.url, readsPictures: false, caller: caller(engine, seconds: seconds))
            .read(document, limits: .init())
        }
      }
      onEnd()
      #expect(error.message.hasSuffix(".") && error.message.contains("Test") && !error.message.contains("sk-secret"))
      #expect(!error.message.contains("127.0.0.1"), "whoever uploaded the document need not know where the engine is")
      return (error, engine.calls.count)
    }
  }

  @Test(arguments: [400, 401, 403, 404, 413, 415, 422, 302, 307])
  func anAnswerThatAnotherTryDoesNotChangeIsNotAskedForAgain(status: Int) async throws {
    let (error, calls) = try await tikaFailure { _, _ in FakeEngine.refusal(HTTPStatus(status), "no sk-secret here") }
    #expect(error.code == .engineRefused && error.message.contains("status \(status)") && calls == 1)
  }

  @Test(arguments: [429, 500, 502, 503]) func anEngineThatIsBusyIsAskedThreeTimes(status: Int) async throws {
    let (error, calls) = try await tikaFailure { _, _ in FakeEngine.refusal(HTTPStatus(status)) }
    #expect(error.code == .engineUnavailable && error.message.contains("status \(status)") && calls == 3)
  }

  @Test func anEngineThatRecoversIsHeard() async throws {
    try await FakeEngine.run(answer: { _, number in
      number < 2 ? FakeEngine.refusal(503) : .json(JSONValue.object(["X-TIKA:content": "Swifts."]).serialized())
    }) { engine in
      let text = try await withDocument {
        try await TikaEngine(url: engine.url, readsPictures: false, caller: caller(engine)).read($0, limits: .init())
      }
      // The whole document is sent with every try.
      #expect(text.text == "Swifts." && engine.calls.map(\.body) == [Self.pdf, Self.pdf, Self.pdf])
    }
  }

  @Test(arguments: ["", "<html>", "[", "null", "{}", #"{"X-TIKA:content": 5}"#, String(repeating: "[", count: 100_000)])
  func anAnswerOfAnotherShapeIsRefused(body: String) async throws {
    let (error, calls) = try await tikaFailure { _, _ in .json(Array(body.utf8)) }
    #expect(error.code == .engineFailed && calls == 1)
  }

  @Test func anAnswerWithoutTextIsAnEmptyDocument() async throws {
    try await FakeEngine.run(answer: { _, _ in .json(JSONValue.object(["X-TIKA:content": " \u{0}\r\n"]).serialized()) })
    { engine in
      let error = try await withDocument { document in
        try await failure {
          try await TikaEngine(url: engine.url, readsPictures: false, caller: caller(engine)).read(
            document, limits: .init())
        }
      }
      #expect(error.code == .emptyDocument)
    }
  }

  @Test func anAnswerWithoutEndIsCutOff() async throws {
    let (error, calls) = try await tikaFailure { _, _ in
      Response(
        status: .ok, headers: ["Content-Type": "application/json"],
        body: .stream { writer in
          let piece = [UInt8](repeating: 0x20, count: 1 << 20)
          for _ in 0..<100 { try await writer.write(piece) }
        })
    }
    #expect(error.code == .tooComplex && error.message.contains("64 MiB") && calls == 1)
  }

  @Test func textAndPagesOverTheLimitsAreRefused() throws {
    var limits = ExtractionLimits()
    (limits.outputBytes, limits.pages) = (10, 3)
    let long = #expect(throws: DocumentError.self) {
      try ExtractedText(
        parts: [.init("12345678"), .init("12345678")], mediaType: "", isMarkdown: false, limits: limits)
    }
    #expect(long?.code == .tooComplex && long?.message.contains("outputBytes") == true)
    let many = #expect(throws: DocumentError.self) {
      try ExtractedText(parts: [.init("1", page: 1_000_000_000)], mediaType: "", isMarkdown: false, limits: limits)
    }
    #expect(many?.code == .tooComplex && many?.message.contains("`pages`") == true)
  }

  @Test func anEngineThatTakesTooLongIsGivenUpAndNotAskedAgain() async throws {
    let latch = Latch()
    let (error, calls) = try await tikaFailure(seconds: 0.2) { _, _ in
      await latch.wait()
      return FakeEngine.refusal(500)
    } onEnd: {
      latch.open()
    }
    #expect(error.code == .timedOut && error.message.contains("MARTLET_EXTRACTION_ENGINE_SECONDS") && calls <= 1)
  }

  @Test func aCancelledReadingEndsItsRequest() async throws {
    let (asked, latch) = (Latch(), Latch())
    try await FakeEngine.run(answer: { _, _ in
      asked.open()
      await latch.wait()
      return FakeEngine.refusal(500)
    }) { engine in
      let caller = caller(engine)
      let error = try await withDocument { document in
        let task = Task {
          try await TikaEngine(url: engine.url, readsPictures: false, caller: caller).read(document, limits: .init())
        }
        await asked.wait()
        task.cancel()
        return try await failure { try await task.value }
      }
      latch.open()
      #expect(error.code == .cancelled && engine.calls.count == 1)
    }
  }

  @Test func aRedirectIsNotFollowedToAPrivateAddress() async throws {
    try await FakeEngine.run(answer: { _, _ in .json(JSONValue.object(["X-TIKA:content": "stolen"]).serialized()) }) {
      inner in
      let target = inner.url
      let (error, _) = try await tikaFailure { _, _ in
        FakeEngine.refusal(307, headers: ["Location": "\(target)/latest/meta-data"])
      }
      #expect(error.code == .engineRefused && error.message.contains("redirect"))
      #expect(inner.calls.isEmpty)
    }
  }

  @Test func anEngineThatIsNotThereIsNamed() async throws {
    try await FakeEngine.run(answer: { _, _ in FakeEngine.refusal(500) }) { engine in
      let error = try await withDocument { document in
        try await failure {
          try await TikaEngine(url: "http://127.0.0.1:1", readsPictures: false, caller: caller(engine))
            .read(document, limits: .init())
        }
      }
      #expect(error.code == .engineUnavailable && error.message.contains("cannot be reached") && engine.calls.isEmpty)
    }
  }
}
