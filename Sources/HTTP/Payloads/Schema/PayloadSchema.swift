// The shape of a JSON value, as far as this API needs to say it: what pydantic's basic types can express. It is checked
// against requests (SchemaValidator) and printed as JSON Schema (OpenAPI). A nested payload is a reference that is looked
// up when needed, so types may contain themselves.

/// What a JSON value must look like.
public indirect enum PayloadSchema: Sendable, Equatable {
  /// Anything, kept as it is.
  case any
  case string
  /// A whole number within the bounds.
  case integer(minimum: Int64?, maximum: Int64?)
  case number
  case boolean
  /// One of the values named.
  case choice([JSONValue])
  case list(of: PayloadSchema)
  /// An object with any keys and values of one shape.
  case dictionary(of: PayloadSchema)
  /// The schema of a type.
  case payload(PayloadReference)
  /// The schema or null.
  case nullable(PayloadSchema)
  /// The first of the schemas that fits.
  case either([PayloadSchema])
  /// A file of a multipart form; only for documentation.
  case file

  /// Any 64-bit integer.
  public static var integer: PayloadSchema { .integer(minimum: nil, maximum: nil) }

  /// Whether null is a value of this schema.
  public var acceptsNull: Bool {
    switch self {
    case .any, .nullable: true
    case .either(let options): options.contains(where: \.acceptsNull)
    case .payload(let reference): reference.inlined?.acceptsNull ?? false
    default: false
    }
  }
}

/// An object with named fields. Unknown fields are accepted and ignored, as pydantic does.
public struct ObjectSchema: Sendable, Equatable {
  /// One named value of an object.
  public struct Field: Sendable, Equatable {
    public let name: String
    public let schema: PayloadSchema
    public let isRequired: Bool
    public let rules: FieldRules

    public init(_ name: String, _ schema: PayloadSchema, isRequired: Bool = true, rules: FieldRules = FieldRules()) {
      self.name = name
      self.schema = schema
      self.isRequired = isRequired
      self.rules = rules
    }
  }

  /// The type's name without its module and outer types.
  public let name: String
  /// In the order the type decodes them.
  public let fields: [Field]
  public let summary: String?
}

/// Names a type whose schema is looked up when it is needed.
public struct PayloadReference: @unchecked Sendable, Hashable {
  // Sendable: a metatype is immutable. The compiler withholds it only for conformances isolated to an actor, which a
  // type that is decoded on any thread cannot have.

  /// The Swift type.
  public let type: any Decodable.Type

  public init(_ type: any Decodable.Type) { self.type = type }

  public static func == (left: PayloadReference, right: PayloadReference) -> Bool { left.type == right.type }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(type)) }

  /// The object schema of the type; nil when the type is written as something other than an object.
  /// - Complexity: O(1) after the first time.
  public var object: ObjectSchema? {
    if case .object(let schema) = SchemaDerivation.definition(of: type) { schema } else { nil }
  }

  /// The schema of a type that is not an object (a wrapper around one value).
  var inlined: PayloadSchema? {
    if case .inline(let schema) = SchemaDerivation.definition(of: type) { schema } else { nil }
  }

  /// Why the type's schema could not be derived wholly: what its `init(from:)` threw when it was shown sample values.
  var obstacle: String? {
    if case .failed(let reason) = SchemaDerivation.definition(of: type) { reason } else { nil }
  }
}
