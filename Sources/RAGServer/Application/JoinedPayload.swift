// Answers that are another answer with some fields more: several of the contract's are. Each field is declared once, and
// both parts are written into one object (and described as one) by Codable's own means: an encoder lets two values fill
// the same keyed container one after the other.
internal import HTTP

/// Two payloads as one object. Its `Codable` conformance comes from here.
protocol JoinedPayload: Payload {
  associatedtype Base: Payload
  associatedtype More: Codable & Sendable
  var base: Base { get }
  /// The fields that come on top; none of them has a name of `base`'s.
  var more: More { get }
  init(base: Base, more: More)
}

extension JoinedPayload {
  init(from decoder: any Decoder) throws {
    self.init(base: try Base(from: decoder), more: try More(from: decoder))
  }

  func encode(to encoder: any Encoder) throws {
    try base.encode(to: encoder)
    try more.encode(to: encoder)
  }
}
