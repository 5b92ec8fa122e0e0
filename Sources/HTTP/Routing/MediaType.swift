// The few questions asked of a Content-Type or Accept value (RFC 9110 §8.3.1).

/// Reads media types.
enum MediaType {
  /// Whether a Content-Type says JSON (`application/json`, `application/…+json`), or nothing.
  static func isJSON(_ contentType: String?) -> Bool {
    guard let contentType else { return true }
    let essence = essence(contentType)
    return essence == "application/json" || essence.hasPrefix("application/") && essence.hasSuffix("+json")
  }

  /// The type without its parameters, in lower case.
  static func essence(_ value: String) -> String {
    let bare = value.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
    return String(decoding: bare, as: UTF8.self).lowercased()
  }

  /// A parameter of the type (RFC 9110 §5.6.6), without its quotation marks; nil when it is absent or stands twice.
  static func parameter(_ name: String, of value: String) -> String? {
    var found: [String] = []
    var rest = value.drop { $0 != ";" }
    while rest.first == ";" {
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let key = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest[key.endIndex...]
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst()
      let text: Substring
      if rest.first == "\"" {
        text = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest[text.endIndex...].drop { $0 != ";" }
      } else {
        text = rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
        rest = rest[text.endIndex...].drop { $0 != ";" }
      }
      if key.lowercased() == name { found.append(String(text)) }
    }
    return found.count == 1 ? found[0] : nil
  }
}
