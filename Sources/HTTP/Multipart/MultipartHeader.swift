// The header of one part: its field name, its file name and its type. File names come from strangers: what is kept is the
// last component, and names that could do harm further on (dots that climb, control characters, more bytes than a file
// system takes) are refused here.

/// What a part says about itself.
package struct MultipartHeader: Equatable, Sendable {
  /// The form field's name.
  package let name: String
  /// The last component of the file name; nil when the part is a plain field.
  package let filename: String?
  /// The Content-Type as it was sent.
  package let contentType: String?

  /// The longest file name, in bytes of UTF-8: what Linux file systems take.
  package static let filenameLimit = 255

  package init(name: String, filename: String? = nil, contentType: String? = nil) {
    self.name = name
    self.filename = filename
    self.contentType = contentType
  }

  /// Parses the lines of a header, which begin with the line end of the delimiter before them.
  init(parsing bytes: ArraySlice<UInt8>) throws(HTTPError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.malformed("is not UTF-8")
    }
    var disposition: String?
    var contentType: String?
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: true) {
      guard let colon = line.firstIndex(of: ":"), let first = line.first, first != " ", first != "\t",
        !line.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F })
      else { throw Self.malformed("has a line that is not a field") }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard disposition == nil else { throw Self.malformed("has two Content-Disposition fields") }
        disposition = String(value)
      case "content-type": contentType = String(value)
      default: break
      }
    }
    guard let disposition else { throw Self.malformed("has no Content-Disposition") }
    var parameters = try DispositionParameters(parsing: disposition)
    guard parameters.kind == "form-data", let name = parameters.take("name") else {
      throw Self.malformed("does not name a form field")
    }
    self.name = name
    self.contentType = contentType
    if let given = parameters.take("filename") {
      filename = try Self.lastComponent(given)
    } else if let given = parameters.take("filename*") {
      filename = try Self.lastComponent(try Self.decodeExtended(given))
    } else {
      filename = nil
    }
  }

  static func malformed(_ reason: String) -> HTTPError {
    HTTPError(.badRequest, "A part's header \(reason).")
  }

  /// The last component of what may be a path on the sender's system.
  private static func lastComponent(_ given: String) throws(HTTPError) -> String {
    let components = given.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    let last = components.last.map(String.init) ?? ""
    if components.contains("..") || last == "." { throw HTTPError(.badRequest, "The file name is not allowed.") }
    if last.utf8.count > filenameLimit {
      throw HTTPError(.badRequest, "The file name is longer than \(filenameLimit) bytes.")
    }
    return last
  }

  /// `UTF-8''na%C3%AFve.txt` (RFC 8187), which some clients send although RFC 7578 §4.2 forbids it.
  private static func decodeExtended(_ value: String) throws(HTTPError) -> String {
    let pieces = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard pieces.count == 3, pieces[0].lowercased() == "utf-8", let decoded = PercentCoding.decodePath(pieces[2]) else {
      throw malformed("has an unreadable filename*")
    }
    return decoded
  }
}

/// The parameters of a Content-Disposition value.
private struct DispositionParameters {
  let kind: String
  private var values: [String: String] = [:]

  init(parsing text: String) throws(HTTPError) {
    var rest = text[...]
    kind = rest.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    rest = rest.drop { $0 != ";" }
    while let separator = rest.first {
      guard separator == ";" else { throw MultipartHeader.malformed("has a malformed Content-Disposition") }
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      if rest.isEmpty { break }
      let name = rest.prefix { $0 != "=" && $0 != ";" && $0 != "\"" }
      rest = rest[name.endIndex...]
      guard !name.isEmpty, rest.first == "=" else {
        throw MultipartHeader.malformed("has a malformed Content-Disposition")
      }
      rest = rest.dropFirst()
      let value = rest.first == "\"" ? try Self.quoted(&rest) : Self.token(&rest)
      let key = name.filter { $0 != " " && $0 != "\t" }.lowercased()
      guard values.updateValue(value, forKey: key) == nil else {
        throw MultipartHeader.malformed("has the parameter \(key) twice")
      }
      rest = rest.drop { $0 == " " || $0 == "\t" }
    }
  }

  mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

  private static func token(_ rest: inout Substring) -> String {
    let token = rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
    rest = rest[token.endIndex...]
    return String(token)
  }

  /// A quoted string. `\"` and `\\` are escapes (RFC 9110), any other backslash is itself (browsers send Windows paths),
  /// and `%22` is the quotation mark (the HTML standard's way).
  private static func quoted(_ rest: inout Substring) throws(HTTPError) -> String {
    var value = ""
    rest = rest.dropFirst()
    while let character = rest.popFirst() {
      if character == "\"" { return value.replacing("%22", with: "\"") }
      if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
        value.append(next)
        rest = rest.dropFirst()
      } else {
        value.append(character)
      }
    }
    throw MultipartHeader.malformed("has an unterminated quoted string")
  }
}
