// A loader of the administrator's own: the document's bytes go to `process`, and one document or a list of them comes back, each
// with its text and what is known of it.
package import Documents
internal import HTTP

/// Asks an external loader.
package struct ExternalLoaderEngine: ExtractionEngine {
  private static let mostMetadata = 50
  private let url: String
  private let caller: EngineCaller

  /// - Parameter url: without a slash at its end.
  package init(url: String, caller: EngineCaller) { (self.url, self.caller) = (url, caller) }

  package func read(
    _ document: EngineDocument, limits: ExtractionLimits
  ) async throws(DocumentError) -> ExtractedText {
    let headers: Headers = ["Content-Type": document.mediaType, "X-Filename": document.escapedFilename]
    let answer = try await caller.json(.put, "\(url)/process", headers: headers, body: document.body)
    let documents: [JSONValue]
    switch answer {
    case .object: documents = [answer]
    case .array(let elements): documents = elements
    default: throw caller.lacks("page_content")
    }
    var parts: [ExtractedText.Part] = []
    for element in documents {
      guard let text = element["page_content"]?.string else { throw caller.lacks("page_content") }
      // langchain's loaders count pages from 0.
      let page = element["metadata"]?["page"]?.integer.flatMap {
        (0..<Int64(Int32.max)).contains($0) ? Int($0) + 1 : nil
      }
      parts.append(.init(text, page: page))
    }
    return try ExtractedText(
      parts: parts, mediaType: document.mediaType, isMarkdown: true,
      metadata: Self.metadata(documents.first?["metadata"]),
      limits: limits)
  }

  /// What can be shown of the first document's metadata.
  private static func metadata(_ value: JSONValue?) -> [String: String] {
    var metadata: [String: String] = [:]
    for (name, value) in value?.object ?? [:]
    where metadata.count < mostMetadata && name != "page" && name.utf8.count <= 100 {
      switch value {
      case .string(let text): metadata[name] = text
      case .bool, .integer, .double: metadata[name] = String(decoding: value.serialized(), as: UTF8.self)
      default: break
      }
    }
    metadata["extractedBy"] = "external"
    return metadata
  }
}
