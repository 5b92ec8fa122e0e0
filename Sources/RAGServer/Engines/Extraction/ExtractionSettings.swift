internal import HTTP

// Who reads documents: the readers of this program, or an engine on another machine, under the names that 0.6.34 has for them.
internal import struct Embeddings.RemoteEndpoint

/// The settings of engines that read documents.
package struct ExtractionSettings: Sendable, Equatable {
  /// Empty: the readers of this program.
  package var engine = ""
  package var tikaURL = "http://tika:9998"
  /// Whether Tika reads pictures in PDFs, too.
  package var readsPictures = false
  package var doclingURL = "http://docling:5001"
  /// An object in JSON, whose fields are sent as they are and win over those below.
  package var doclingParameters = "{}"
  package var doclingRecognizes = true
  package var doclingAlwaysRecognizes = false
  package var doclingRecognizer = "tesseract"
  /// Separated by commas.
  package var doclingLanguages = "eng,fra,deu,spa"
  package var doclingBackend = "dlparse_v4"
  package var doclingTables = "accurate"
  package var doclingPipeline = "standard"
  package var doclingDescribesPictures = false
  /// Empty, `local` or `api`; what is sent for it are the objects below.
  package var doclingDescriber = ""
  package var doclingLocalDescriber = "{}"
  package var doclingRemoteDescriber = "{}"
  package var externalURL = ""
  package var externalKey = ""
  package var mistralURL = "https://api.mistral.ai/v1"
  package var mistralKey = ""
  /// From the beginning of a request to the end of its answer.
  package var timeoutSeconds = 300.0

  package init() {}

  /// - Throws: a refusal that names the setting.
  func check() throws(ServiceError) {
    switch engine {
    case "": break
    case "tika": try Self.check(tikaURL, of: "TIKA_SERVER_URL")
    case "docling": try Self.check(doclingURL, of: "DOCLING_SERVER_URL")
    case "external": try Self.check(externalURL, of: "EXTERNAL_DOCUMENT_LOADER_URL")
    case "mistral_ocr":
      try Self.check(mistralURL, of: "MISTRAL_OCR_API_BASE_URL")
      if mistralKey.isEmpty { throw ServiceError(.badRequest, "The engine mistral_ocr needs MISTRAL_OCR_API_KEY.") }
    case "document_intelligence", "datalab_marker", "mineru":
      throw ServiceError(
        .badRequest,
        "The extraction engine \(engine) is not supported by this service. Leave CONTENT_EXTRACTION_ENGINE empty for its own"
          + " readers, or set tika, docling, mistral_ocr or external (a loader of yours may ask \(engine)).")
    default:
      throw ServiceError(
        .badRequest,
        "CONTENT_EXTRACTION_ENGINE must be empty (the built-in readers), tika, docling, mistral_ocr or external.")
    }
    for (name, text) in [
      ("DOCLING_PARAMS", doclingParameters), ("DOCLING_PICTURE_DESCRIPTION_LOCAL", doclingLocalDescriber),
      ("DOCLING_PICTURE_DESCRIPTION_API", doclingRemoteDescriber),
    ] where Self.object(text) == nil {
      throw ServiceError(.badRequest, "\(name) must be a JSON object.")
    }
    guard (1...86_400).contains(timeoutSeconds) else {
      throw ServiceError(.badRequest, "MARTLET_EXTRACTION_ENGINE_SECONDS must lie in 1…86400.")
    }
  }

  private static func check(_ url: String, of name: String) throws(ServiceError) {
    do { _ = try RemoteEndpoint(baseURL: url) } catch {
      throw ServiceError(.badRequest, "\(name) cannot be used. \(error.message)", cause: error)
    }
  }

  /// An object from its JSON; nil when it is none.
  static func object(_ text: String) -> JSONObject? {
    if text.isEmpty { return [:] }
    return (try? JSONValue(parsing: Array(text.utf8)))?.object
  }

  /// What of these settings decides over the text: that of another engine is another text, and so is one that it was asked for
  /// otherwise. Where the engine stands does not.
  var method: String {
    switch engine {
    case "tika": return readsPictures ? "tika+pictures" : "tika"
    case "docling":
      let fields = DoclingEngine.fields(self).map { "\($0.name)=\($0.value)" }.joined(separator: "\n")
      return "docling:" + Digest.sha256(Array(fields.utf8)).prefix(8).map { Self.hexadecimal($0) }.joined()
    default: return engine
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}
