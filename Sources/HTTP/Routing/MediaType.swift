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
}
