// The cookies a request carries (RFC 6265 §5.4). Only looked up by name; nothing here keeps or orders them.
package import HTTP

extension Request {
  /// The value of the first cookie of that name; quotes around it are taken off. Nil when there is none.
  package func cookie(_ name: String) -> String? {
    for header in headers.values(named: "Cookie") {
      for pair in header.split(separator: ";") {
        let pair = pair.drop { $0 == " " || $0 == "\t" }
        guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
        var value = pair[pair.index(after: equals)...]
        while value.last == " " || value.last == "\t" { value = value.dropLast() }
        if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
        return String(value)
      }
    }
    return nil
  }
}
