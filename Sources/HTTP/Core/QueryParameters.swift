// The pairs behind the `?` of a target, decoded, in order, repeated names kept.

/// Decoded query parameters.
public struct QueryParameters: Sendable, Equatable, RandomAccessCollection {
  /// One `name=value`; a name without `=` has an empty value.
  public struct Parameter: Sendable, Equatable {
    public let name: String
    public let value: String
  }

  private let parameters: [Parameter]

  public init() { parameters = [] }

  /// Decodes a raw query string (without the `?`). At most `limit` pairs are taken, the rest is ignored, so a hostile
  /// target costs no more than its own length. Also reads an `application/x-www-form-urlencoded` body.
  public init(decoding raw: some StringProtocol, limit: Int = 1000) {
    var found: [Parameter] = []
    for pair in raw.split(separator: "&", maxSplits: limit) where found.count < limit {
      if let equals = pair.utf8.firstIndex(of: UInt8(ascii: "=")) {
        found.append(
          Parameter(
            name: PercentCoding.decodeQuery(pair[..<equals]),
            value: PercentCoding.decodeQuery(pair[pair.utf8.index(after: equals)...])))
      } else {
        found.append(Parameter(name: PercentCoding.decodeQuery(pair), value: ""))
      }
    }
    parameters = found
  }

  /// The first value with that name (names are case-sensitive).
  public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Every value with that name, in order.
  public func values(named name: String) -> [String] { parameters.compactMap { $0.name == name ? $0.value : nil } }

  public var startIndex: Int { parameters.startIndex }
  public var endIndex: Int { parameters.endIndex }
  public subscript(position: Int) -> Parameter { parameters[position] }
}
