// How uploaded bytes are handed back. They come from strangers and are served from this service's own origin, so what a
// browser could run is never shown as a page: only PDF and plain text are displayed, everything else is saved to disk,
// the declared type is never second-guessed (nosniff), and a sandboxing policy takes scripts, forms and the origin away
// from whatever is shown after all. Every route that serves a file goes through here.
internal import HTTP
internal import Retrieval

/// One way of serving a file.
enum FilePresentation: Sendable {
  /// Shown when that is harmless (PDF, plain text), otherwise saved.
  case shownIfHarmless
  /// Saved.
  case attachment
  /// An HTML document shown as a page without scripts, forms or origin; anything else as `shownIfHarmless`.
  case sandboxedPage
}

extension Response {
  /// The uploaded bytes of a file.
  /// - Throws: `HTTPError.notFound` when they are gone.
  static func download(
    _ file: FileRecord, at path: String, as presentation: FilePresentation
  ) throws(HTTPError) -> Response {
    let body = try FileBody(path: path)
    let type = MediaTypeName(file.contentType)
    var headers: Headers = [
      "X-Content-Type-Options": "nosniff",
      // The blob's address is the hash of its bytes.
      "ETag": "\"\(file.blobHash)\"",
      "Cache-Control": "private, no-cache",
    ]
    let isShown: Bool
    switch (presentation, type?.essence) {
    case (.attachment, _): isShown = false
    case (.sandboxedPage, "text/html"): isShown = true
    case (_, "application/pdf"), (_, "text/plain"): isShown = true
    default: isShown = false
    }
    switch type?.essence {
    case "application/pdf":
      headers["Content-Type"] = "application/pdf"
      // `sandbox` would keep browsers from starting their PDF viewer, which runs in a sandbox of its own.
      headers["Content-Security-Policy"] =
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    default:
      headers["Content-Type"] =
        type.map { $0.isText ? "\($0.essence); charset=utf-8" : $0.essence } ?? "application/octet-stream"
      headers["Content-Security-Policy"] =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
    }
    headers["Content-Disposition"] =
      "\(isShown ? "inline" : "attachment"); filename*=UTF-8''\(extendedValue(file.filename))"
    return Response(headers: headers, body: .file(body))
  }

  /// Percent-encodes what RFC 8187 does not allow in an extended parameter value.
  private static func extendedValue(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "!#$&+-.^_`|~".contains(character) {
        encoded.append(character)
      } else {
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}

/// A media type without parameters, in lower case; nil for text that is none (it came from a client).
struct MediaTypeName {
  let essence: String

  init?(_ text: String) {
    let essence = text.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    let halves = essence.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2,
      halves.allSatisfy({ half in
        !half.isEmpty && half.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$&^_.+-".contains($0)) }
      })
    else { return nil }
    self.essence = essence
  }

  var isText: Bool { essence.hasPrefix("text/") }
}
