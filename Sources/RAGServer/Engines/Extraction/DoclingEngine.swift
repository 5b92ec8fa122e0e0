// Docling's server: a form with the document and the options goes to `v1/convert/file`, and Markdown comes back.
package import Documents
internal import HTTP

/// Asks a Docling server.
package struct DoclingEngine: ExtractionEngine {
  private let url: String
  private let fields: [(name: String, value: String)]
  private let caller: EngineCaller

  /// - Parameters:
  ///   - url: without a slash at its end.
  ///   - fields: the options, as the form sends them.
  package init(url: String, fields: [(name: String, value: String)], caller: EngineCaller) {
    (self.url, self.fields, self.caller) = (url, fields, caller)
  }

  package func read(
    _ document: EngineDocument, limits: ExtractionLimits
  ) async throws(DocumentError) -> ExtractedText {
    let (body, type) = document.form("files", fields: fields)
    let answer = try await caller.json(.post, "\(url)/v1/convert/file", headers: ["Content-Type": type], body: body)
    guard let text = answer["document"]?["md_content"]?.string else { throw caller.lacks("document.md_content") }
    var metadata = ["extractedBy": "docling"]
    if answer["status"]?.string == "partial_success" {
      metadata["warning"] = "Docling could read parts of the document only."
    }
    return try ExtractedText(
      parts: [.init(text)], mediaType: "text/markdown", isMarkdown: true, metadata: metadata, limits: limits)
  }

  /// The options of `settings` as fields of the form.
  static func fields(_ settings: ExtractionSettings) -> [(name: String, value: String)] {
    var options: JSONObject = ["image_export_mode": "placeholder"]
    if settings.doclingDescribesPictures {
      options["do_picture_description"] = true
      let (name, object): (String, String)
      switch settings.doclingDescriber.lowercased() {
      case "local": (name, object) = ("picture_description_local", settings.doclingLocalDescriber)
      case "api": (name, object) = ("picture_description_api", settings.doclingRemoteDescriber)
      default: (name, object) = ("", "{}")
      }
      if let object = ExtractionSettings.object(object), object.first(where: { _ in true }) != nil {
        options[name] = .object(object)
      }
    }
    options["do_ocr"] = .bool(settings.doclingRecognizes)
    options["force_ocr"] = .bool(settings.doclingAlwaysRecognizes)
    if settings.doclingRecognizes, !settings.doclingRecognizer.isEmpty, !settings.doclingLanguages.isEmpty {
      options["ocr_engine"] = .string(settings.doclingRecognizer)
      options["ocr_lang"] = .array(
        settings.doclingLanguages.split(separator: ",").map { .string($0.filter { $0 != " " }) })
    }
    for (name, value) in [
      ("pdf_backend", settings.doclingBackend), ("table_mode", settings.doclingTables),
      ("pipeline", settings.doclingPipeline),
    ] where !value.isEmpty { options[name] = .string(value) }
    options.merge(ExtractionSettings.object(settings.doclingParameters) ?? [:])
    return options.flatMap { name, value in fields(safe(name), value) }
  }

  private static func fields(_ name: String, _ value: JSONValue) -> [(name: String, value: String)] {
    switch value {
    case .null: return []
    case .string(let text): return [(name, text)]
    case .bool(let flag): return [(name, flag ? "true" : "false")]
    case .array(let elements): return elements.flatMap { fields(name, $0) }
    default: return [(name, String(decoding: value.serialized(), as: UTF8.self))]
    }
  }

  /// The name without what would end it or its line.
  private static func safe(_ name: String) -> String {
    name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
  }
}
