// Apache Tika's server: the document's bytes go to `tika/text`, and an object of metadata with the text among it comes back.
package import Documents
internal import HTTP

/// Asks a Tika server.
package struct TikaEngine: ExtractionEngine {
  private let url: String
  private let readsPictures: Bool
  private let caller: EngineCaller

  /// - Parameters:
  ///   - url: without a slash at its end.
  ///   - readsPictures: whether pictures in PDFs are read, too.
  package init(url: String, readsPictures: Bool, caller: EngineCaller) {
    (self.url, self.readsPictures, self.caller) = (url, readsPictures, caller)
  }

  package func read(
    _ document: EngineDocument, limits: ExtractionLimits
  ) async throws(DocumentError) -> ExtractedText {
    var headers: Headers = ["Content-Type": document.mediaType]
    if readsPictures { headers["X-Tika-PDFextractInlineImages"] = "true" }
    let answer = try await caller.json(.put, "\(url)/tika/text", headers: headers, body: document.body)
    guard let text = answer["X-TIKA:content"]?.string else { throw caller.lacks("X-TIKA:content") }
    let type = Self.value(answer["Content-Type"]).flatMap { $0.split(separator: ";").first.map(String.init) }
    return try ExtractedText(
      parts: [.init(text)], mediaType: type ?? document.mediaType, isMarkdown: false, metadata: Self.metadata(answer),
      limits: limits)
  }

  private static func metadata(_ answer: JSONValue) -> [String: String] {
    var metadata = ["extractedBy": "tika"]
    for (name, keys) in [
      ("title", ["dc:title"]), ("author", ["dc:creator", "meta:author"]), ("created", ["dcterms:created"]),
      ("modified", ["dcterms:modified"]), ("language", ["dc:language", "language"]), ("subject", ["dc:subject"]),
    ] {
      if let value = keys.lazy.compactMap({ value(answer[$0]) }).first, !value.isEmpty { metadata[name] = value }
    }
    return metadata
  }

  /// A field's text; of several values the first.
  private static func value(_ value: JSONValue?) -> String? { value?.string ?? value?[0]?.string }
}
