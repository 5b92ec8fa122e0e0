// The path of a route, taken apart: fixed segments, parameters and a greedy rest.
//
// Segments are what stands between slashes, so `/files/` has an empty last one: a trailing slash is part of the pattern.
// A parameter takes a whole, non-empty segment; mixed segments such as `{id}.json` are refused because the trie decides
// segment by segment.

/// A parsed path pattern.
struct PathPattern: Sendable {
  enum Segment: Sendable, Hashable {
    case fixed(String)
    case parameter
    case rest
  }

  let segments: [Segment]
  /// The names of the parameters, in order.
  let names: [String]
  /// Those declared `{name:int}`.
  let integerNames: [String]

  /// Parses a pattern.
  /// - Throws: `configuration` naming the pattern and its fault.
  init(_ path: String) throws(HTTPError) {
    guard path.hasPrefix("/") else { throw Self.fault(path, "it does not start with '/'") }
    var segments: [Segment] = []
    var names: [String] = []
    var integerNames: [String] = []
    let pieces = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for (index, piece) in pieces.enumerated() {
      guard piece.contains(where: { $0 == "{" || $0 == "}" }) else {
        if piece.contains(where: { "?#%".contains($0) }) { throw Self.fault(path, "'\(piece)' is not a plain segment") }
        segments.append(.fixed(piece))
        continue
      }
      guard piece.hasPrefix("{"), piece.hasSuffix("}") else {
        throw Self.fault(path, "'\(piece)' mixes text and a parameter")
      }
      var name = String(piece.dropFirst().dropLast())
      if name.hasSuffix("...") {
        name.removeLast(3)
        guard index == pieces.count - 1 else { throw Self.fault(path, "'\(piece)' takes the rest and must be last") }
        segments.append(.rest)
      } else {
        if name.hasSuffix(":int") {
          name.removeLast(4)
          integerNames.append(name)
        }
        segments.append(.parameter)
      }
      guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
        throw Self.fault(path, "'\(piece)' is not a parameter name")
      }
      guard !names.contains(name) else { throw Self.fault(path, "the parameter '\(name)' stands twice") }
      names.append(name)
    }
    self.segments = segments
    self.names = names
    self.integerNames = integerNames
  }

  private static func fault(_ path: String, _ reason: String) -> HTTPError {
    HTTPError(.configuration, "The route path \"\(path)\" is not valid: \(reason).")
  }
}
