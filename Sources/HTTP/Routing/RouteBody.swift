// What a route may take as its request body: a payload (JSON), the raw stream, or nothing at all. The type says how the
// body is read and how it is documented.

/// A type that a route reads its request body as.
public protocol RouteBody: Sendable {
  /// What the documentation says of the body.
  static var bodyDocumentation: BodyDocumentation { get }

  /// Takes the body out of a request. What is wrong with its content is reported to `validation`, so that all of a
  /// request's mistakes are told at once; nil then. Throws what ends the request.
  static func read(from request: Request, limit: Int, validation: inout RequestValidation) async throws -> Self?
}

/// The media types and the shape of a request body.
public struct BodyDocumentation: Sendable {
  public let mediaType: String
  public let schema: PayloadSchema
  public let isRequired: Bool
  /// The fields of a form, which has no type that would be its schema.
  public let formFields: [ObjectSchema.Field]

  public init(
    mediaType: String, schema: PayloadSchema = .any, isRequired: Bool = true, formFields: [ObjectSchema.Field] = []
  ) {
    self.mediaType = mediaType
    self.schema = schema
    self.isRequired = isRequired
    self.formFields = formFields
  }
}

/// The mistakes found in a request so far.
public struct RequestValidation {
  var validator = SchemaValidator()

  init() {}

  /// Adds a mistake.
  public mutating func report(_ issue: ValidationIssue) { validator.report(issue) }

  var error: ValidationError? { validator.issues.isEmpty ? nil : ValidationError(validator.issues) }

  /// Checks a tree and decodes it when it is sound.
  mutating func decode<Value: Decodable>(
    _ type: Value.Type, from tree: JSONValue, schema: PayloadSchema, at location: [JSONValue]
  ) throws -> Value? {
    let before = validator.issues.count
    let checked = validator.check(tree, against: schema, at: location)
    guard validator.issues.count == before else { return nil }
    do {
      return try checked.decode(type)
    } catch let error as DecodingError {
      report(ValidationIssue(error, at: location, in: checked))
      return nil
    }
  }
}

/// A body the handler reads itself from `request.body`: an upload, a form, a proxied call.
public struct RawBody: RouteBody {
  public let stream: RequestBody

  public static var bodyDocumentation: BodyDocumentation {
    BodyDocumentation(mediaType: "application/octet-stream", isRequired: false)
  }

  public static func read(from request: Request, limit: Int, validation: inout RequestValidation) async throws
    -> RawBody?
  {
    RawBody(stream: request.body)
  }
}

extension Payload {
  public static var bodyDocumentation: BodyDocumentation {
    BodyDocumentation(mediaType: "application/json", schema: schema, isRequired: !schema.acceptsNull)
  }

  /// Reads JSON. A body of another declared type is not looked into: a browser form of a foreign page could otherwise pass
  /// for a JSON call. Without a Content-Type the body is taken for JSON, as the API's clients expect.
  public static func read(from request: Request, limit: Int, validation: inout RequestValidation) async throws -> Self?
  {
    let bytes = try await request.body.collect(upTo: limit)
    let location: [JSONValue] = ["body"]
    guard !bytes.isEmpty else {
      if schema.acceptsNull { return try validation.decode(Self.self, from: .null, schema: schema, at: location) }
      validation.report(.missing(at: location, in: .null))
      return nil
    }
    guard MediaType.isJSON(request.headers["Content-Type"]) else {
      validation.report(
        ValidationIssue(
          type: "model_attributes_type", location: location,
          message: "Input should be a valid dictionary or object to extract fields from",
          input: .string(String(decoding: bytes.prefix(2048), as: UTF8.self))))
      return nil
    }
    let tree: JSONValue
    do {
      tree = try JSONValue(parsing: bytes)
    } catch {
      validation.report(
        ValidationIssue(
          type: "json_invalid", location: location + [.integer(Int64(error.offset))], message: "JSON decode error",
          input: [:], context: ["error": .string(error.message)]))
      return nil
    }
    return try validation.decode(Self.self, from: tree, schema: schema, at: location)
  }
}

extension ValidationIssue {
  /// What a type's own `init(from:)` refused.
  init(_ error: DecodingError, at location: [JSONValue], in tree: JSONValue) {
    let (context, message): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context):
        (
          DecodingError.Context(codingPath: context.codingPath + [key], debugDescription: context.debugDescription),
          "Field required"
        )
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        (context, context.debugDescription)
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "Invalid value")
      }
    let path = context.codingPath.map { key in
      key.intValue.map { JSONValue.integer(Int64($0)) } ?? .string(key.stringValue)
    }
    var input: JSONValue? = tree
    for step in path { input = step.string.flatMap { input?[$0] } ?? step.integer.flatMap { input?[Int($0)] } }
    self = .valueError(message, at: location + path, input: input ?? .null)
  }
}
