// Engines that read documents, through the service: set by an administrator, used for the next upload, their keys kept.
import HTTP
import RAGServer
import Testing

@Suite("Extraction settings")
struct ExtractionSettingsTests {
  private static let mask = "**********"
  /// Time says nothing on a machine that is busy with other tests.
  private static let patient: [Setting: String] = [.engineSeconds: "86400"]
  private static let pdf = Array("%PDF-1.7 not really".utf8)

  private static func tika(_ text: String) -> Response {
    .json(JSONValue.object(["X-TIKA:content": .string(text)]).serialized())
  }

  @Test func anEngineReadsWhatIsUploadedFromNowOnAndTextIsReadHere() async throws {
    try await FakeEngine.run(answer: { call, number in
      call.path == "/process"
        ? .json(JSONValue.object(["page_content": "Swallows perch."]).serialized()) : Self.tika("Swifts never land.")
    }) { engine in
      try await withService(settings: Self.patient) { service in
        let admin = try await service.caller("Root", role: .admin)
        func configure(_ change: JSONValue) async throws {
          let answer = try await admin.post("/api/v1/retrieval/config/update", change)
          #expect(answer.status == 200, "\(answer.text)")
        }
        func read(_ name: String) async throws -> String? {
          let answer = try await admin.upload(Self.pdf, named: name, type: "application/pdf")
          #expect(answer["data"]?["status"] == "completed", "\(answer.text)")
          let id = answer["id"]?.string ?? ""
          return try await admin.get("/api/v1/files/\(id)/data/content")["content"]?.string
        }
        // Without an engine these bytes are a damaged PDF.
        #expect(
          try await admin.upload(Self.pdf, named: "0.pdf", type: "application/pdf")["data"]?["status"] == "failed")
        try await configure(["CONTENT_EXTRACTION_ENGINE": "tika", "TIKA_SERVER_URL": .string(engine.url)])
        #expect(try await read("1.pdf") == "Swifts never land.")
        _ = try await admin.addFile("Plain words.", named: "a.txt")
        _ = try await admin.addFile("let words = 1", named: "a.swift")
        #expect(engine.calls.map(\.path) == ["/tika/text"])
        // The same bytes are read again by another engine, and not by the same.
        #expect(try await read("2.pdf") == "Swifts never land." && engine.calls.count == 1)
        try await configure([
          "CONTENT_EXTRACTION_ENGINE": "external", "EXTERNAL_DOCUMENT_LOADER_URL": .string(engine.url + "/"),
          "EXTERNAL_DOCUMENT_LOADER_API_KEY": "sk-secret",
        ])
        #expect(try await read("3.pdf") == "Swallows perch." && engine.calls.count == 2)
        #expect(engine.calls.last?.headers["Authorization"] == "Bearer sk-secret")
        #expect(!service.log.lines.joined().contains("sk-secret"))
      }
    }
  }

  @Test func anEngineThatFailsFailsTheFileWithAReason() async throws {
    try await FakeEngine.run(answer: { _, _ in FakeEngine.refusal(422, "no such format") }) { engine in
      try await withService(settings: Self.patient) { service in
        let admin = try await service.caller("Root", role: .admin)
        _ = try await admin.post(
          "/api/v1/retrieval/config/update",
          ["CONTENT_EXTRACTION_ENGINE": "tika", "TIKA_SERVER_URL": .string(engine.url)])
        let answer = try await admin.upload(Self.pdf, named: "1.pdf", type: "application/pdf")
        #expect(answer["data"]?["status"] == "failed")
        #expect(answer["data"]?["error"]?.string?.contains("Tika answered with status 422 (no such format).") == true)
      }
    }
  }

  @Test func keysAreMaskedAndStayWithTheirServer() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      let path = "/api/v1/retrieval/config/update"
      let set = try await admin.post(
        path,
        [
          "EXTERNAL_DOCUMENT_LOADER_URL": "http://one.example", "EXTERNAL_DOCUMENT_LOADER_API_KEY": "sk-secret",
          "MISTRAL_OCR_API_KEY": "sk-mistral",
          "DOCLING_PARAMS": ["do_ocr": false, "headers": ["Authorization": "Bearer deep", "X-Api-Key": ["a", ""]]],
        ])
      #expect(set.status == 200 && !set.text.contains("sk-") && !set.text.contains("deep"))
      #expect(
        set["EXTERNAL_DOCUMENT_LOADER_API_KEY"]?.string == Self.mask && set["MISTRAL_OCR_API_KEY"]?.string == Self.mask)
      #expect(set["DOCLING_PARAMS"]?["headers"]?["Authorization"]?.string == Self.mask)
      #expect(set["DOCLING_PARAMS"]?["headers"]?["X-Api-Key"]?[1] == "")
      #expect(set["DOCLING_PARAMS"]?["do_ocr"] == false)
      // What a page shows can be sent back.
      let again = try await admin.post(path, set.json)
      #expect(again.status == 200 && again.json == set.json)
      for change in [
        ["EXTERNAL_DOCUMENT_LOADER_URL": "http://two.example"], ["DOCLING_SERVER_URL": "http://two.example"],
        [
          "EXTERNAL_DOCUMENT_LOADER_URL": "http://two.example", "EXTERNAL_DOCUMENT_LOADER_API_KEY": .string(Self.mask),
        ],
      ] as [JSONValue] {
        let refused = try await admin.post(path, change)
        #expect(refused.status == 400 && refused.detail?.contains("Enter the key again") == true, "\(refused.text)")
      }
      #expect(try await admin.get("/api/v1/retrieval/config").json == set.json)
    }
  }

  @Test func anEngineThatIsNotBuiltInIsRefusedByName() async throws {
    try await withService { service in
      let admin = try await service.caller("Root", role: .admin)
      for name in ["document_intelligence", "datalab_marker", "mineru"] {
        let refused = try await admin.post(
          "/api/v1/retrieval/config/update", ["CONTENT_EXTRACTION_ENGINE": .string(name)])
        #expect(refused.status == 400 && refused.detail?.contains(name) == true)
        #expect(throws: ConfigurationError.self) {
          let values = try SettingValues(flags: [:], environment: ["CONTENT_EXTRACTION_ENGINE": name], file: nil)
          _ = try RAGServer.ServerConfiguration(values)
        }
      }
    }
  }

  @Test func theEnvironmentNamesAnEngineAsOpenWebUIDoes() throws {
    let values = try SettingValues(
      flags: [:],
      environment: [
        "CONTENT_EXTRACTION_ENGINE": "docling", "DOCLING_SERVER_URL": "http://docling.example/",
        "DOCLING_DO_OCR": "false",
        "DOCLING_PARAMS": #"{"table_mode": "fast"}"#,
      ], file: nil)
    _ = try RAGServer.ServerConfiguration(values)
    let broken = try SettingValues(flags: [:], environment: ["DOCLING_PARAMS": "fast"], file: nil)
    #expect(throws: ConfigurationError.self) { _ = try RAGServer.ServerConfiguration(broken) }
  }
}
