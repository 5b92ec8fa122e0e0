// What goes over the wire as JSON: a Codable struct. Its schema is read off its Codable conformance, so the form a handler
// declares is at once the decoder, the check of the request and the documentation; there is no second description to drift.

/// A JSON body, query or answer.
///
///     struct KnowledgeForm: Payload {
///       let name: String
///       let description: String
///       let data: JSONValue?
///     }
///
/// An optional property may be missing or null; a default for a missing field comes from `PayloadDocumented`. When encoded,
/// nil is written as `null` unless the type is marked `OmitsNilFields`.
///
/// A type whose `init(from:)` does more than read named fields (tries one shape, then another) states its `schema` itself.
public protocol Payload: Codable, RouteBody, RouteReply {
  /// What a JSON value must look like to be decoded. Derived from `init(from:)` unless stated.
  static var schema: PayloadSchema { get }
}

extension Payload {
  public static var schema: PayloadSchema { .payload(PayloadReference(Self.self)) }
}

/// A type of payload that says more than its properties' names and types.
public protocol PayloadDocumented: Decodable {
  static var documentation: PayloadDocumentation { get }
}

/// Words and limits for a payload and its fields.
public struct PayloadDocumentation: Sendable {
  /// One or two sentences on the whole.
  public var summary: String?
  /// By wire name.
  public var fields: [String: FieldRules]

  public init(summary: String? = nil, fields: [String: FieldRules] = [:]) {
    self.summary = summary
    self.fields = fields
  }
}

/// What a field must satisfy beyond its type, and what is said about it. Limits are checked before decoding.
public struct FieldRules: Sendable, Equatable {
  public var description: String?
  /// Least and greatest length: Unicode scalars of a string, elements of a list.
  public var minLength: Int?
  public var maxLength: Int?
  /// Least and greatest number, both allowed.
  public var minimum: Double?
  public var maximum: Double?
  /// Bounds that are not allowed themselves.
  public var above: Double?
  public var below: Double?
  /// Stands in for a missing field, which makes the field optional to the caller.
  public var standard: JSONValue?
  public var example: JSONValue?
  /// A password or key: shown as such in the documentation and never echoed in an error.
  public var isSecret: Bool

  public init(
    _ description: String? = nil, minLength: Int? = nil, maxLength: Int? = nil, minimum: Double? = nil,
    maximum: Double? = nil, above: Double? = nil, below: Double? = nil, standard: JSONValue? = nil,
    example: JSONValue? = nil, isSecret: Bool = false
  ) {
    self.description = description
    self.minLength = minLength
    self.maxLength = maxLength
    self.minimum = minimum
    self.maximum = maximum
    self.above = above
    self.below = below
    self.standard = standard
    self.example = example
    self.isSecret = isSecret
  }
}
