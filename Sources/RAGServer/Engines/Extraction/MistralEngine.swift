// Mistral's text recognition: the PDF is uploaded, a signed address of it is asked for, the address is given to the recogniser,
// which answers with pages of Markdown; then the upload is deleted, whatever became of the rest.
package import Documents
internal import HTTP

/// Asks Mistral's OCR.
package struct MistralEngine: ExtractionEngine {
  private static let model = "mistral-ocr-latest"
  private let url: String
  private let caller: EngineCaller

  /// - Parameter url: the API's base, without a slash at its end.
  package init(url: String, caller: EngineCaller) { (self.url, self.caller) = (url, caller) }

  package func read(
    _ document: EngineDocument, limits: ExtractionLimits
  ) async throws(DocumentError) -> ExtractedText {
    let (body, type) = document.form("file", fields: [("purpose", "ocr")])
    let upload = try await caller.json(.post, "\(url)/files", headers: ["Content-Type": type], body: body)
    guard let id = upload["id"]?.string, !id.isEmpty, id.utf8.count <= 200,
      id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D || $0 == 0x5F }
      )
    else { throw caller.lacks("id of the uploaded file") }
    let result: Result<ExtractedText, DocumentError>
    do throws(DocumentError) { result = .success(try await recognize(id, limits)) } catch { result = .failure(error) }
    let isDeleted = await delete(id)
    var text = try result.get()
    if !isDeleted { text.metadata["warning"] = "Mistral may have kept the document: deleting it there failed." }
    return text
  }

  private func recognize(_ id: String, _ limits: ExtractionLimits) async throws(DocumentError) -> ExtractedText {
    let signed = try await caller.json(.get, "\(url)/files/\(id)/url?expiry=1")
    guard let address = signed["url"]?.string else { throw caller.lacks("url of the uploaded file") }
    let task: JSONValue = [
      "model": .string(Self.model), "document": ["type": "document_url", "document_url": .string(address)],
      "include_image_base64": false,
    ]
    let answer = try await caller.json(
      .post, "\(url)/ocr", headers: ["Content-Type": "application/json"], body: .bytes(task.serialized()))
    guard let pages = answer["pages"]?.array else { throw caller.lacks("pages") }
    var parts: [ExtractedText.Part] = []
    for page in pages {
      guard let text = page["markdown"]?.string else { throw caller.lacks("markdown of each page") }
      let index = page["index"]?.integer.flatMap { (0..<Int64(Int32.max)).contains($0) ? Int($0) : nil }
      parts.append(.init(text, page: index.map { $0 + 1 }))
    }
    return try ExtractedText(
      parts: parts.sorted { ($0.page ?? 0) < ($1.page ?? 0) }, mediaType: "text/markdown", isMarkdown: true,
      metadata: ["extractedBy": "mistral_ocr", "recognizedBy": Self.model], limits: limits)
  }

  /// Deletes the upload, also when the reading was cancelled: a task of its own is not.
  private func delete(_ id: String) async -> Bool {
    let (caller, url) = (caller, url)
    return await Task {
      do throws(DocumentError) { _ = try await caller.json(.delete, "\(url)/files/\(id)") } catch {
        // Some other answer than JSON is a success all the same.
        return error.code == .engineFailed
      }
      return true
    }.value
  }
}
