// A form that was read: small fields in memory, files on disk in a folder the caller names. An upload is written as it
// arrives, so its size is bounded by the disk and the limits and never by memory; what nobody takes is deleted when the
// form goes away, so a refused request leaves nothing behind.

/// What a form may hold.
public struct MultipartLimits: Sendable {
  public var parts = 100
  /// All plain fields together, in bytes.
  public var fieldBytes = 1 << 20
  /// Each file, in bytes.
  public var fileBytes: Int
  /// The header of each part, in bytes.
  public var headerBytes = 8 << 10

  public init(fileBytes: Int) { self.fileBytes = fileBytes }
}

/// A `multipart/form-data` body that the handler reads when it has decided to.
///
///     Route.post("/files/", access: verified, body: MultipartBody.self, …) { request, caller, body in
///       let form = try await body.read(into: uploads, limits: MultipartLimits(fileBytes: 100 << 20))
///       let upload = try form.file("file")
///       try upload.move(to: …)
///     }
public struct MultipartBody: RouteBody {
  private let stream: RequestBody
  private let contentType: String?

  public static var bodyDocumentation: BodyDocumentation { BodyDocumentation(mediaType: "multipart/form-data") }

  public static func read(
    from request: Request, limit: Int, validation: inout RequestValidation
  ) async throws -> MultipartBody? {
    MultipartBody(stream: request.body, contentType: request.headers["Content-Type"])
  }

  /// Reads the form, writing its files into `directory` with mode 0600. Runs off the event loops. A body of another media
  /// type is a form without fields.
  /// - Throws: `badRequest` for a malformed body, `contentTooLarge` beyond a limit, `insufficientStorage` when the disk is
  ///   full, `io` when the folder cannot be written, and what reading the request throws.
  public func read(into directory: String, limits: MultipartLimits) async throws(HTTPError) -> MultipartForm {
    guard let contentType, MediaType.essence(contentType) == "multipart/form-data" else { return MultipartForm() }
    guard let boundary = MediaType.parameter("boundary", of: contentType), 1...70 ~= boundary.utf8.count,
      boundary.utf8.allSatisfy({ 0x20...0x7E ~= $0 }), !boundary.hasSuffix(" ")
    else { throw HTTPError(.badRequest, "Missing boundary in multipart.") }
    let stream = stream
    let result = await withTaskExecutorPreference(globalConcurrentExecutor) {
      () async -> Result<MultipartForm, HTTPError> in
      var parser = MultipartParser(boundary: boundary, limits: limits)
      var form = MultipartFormBuilder(directory: directory, limits: limits)
      do throws(HTTPError) {
        for try await piece in stream {
          try parser.consume(piece) { (event) throws(HTTPError) in try form.take(event) }
        }
        try parser.finish()
        return .success(form.form)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// The fields and files of a form, in order.
public struct MultipartForm: Sendable {
  /// A plain field.
  public struct Field: Sendable {
    public let name: String
    public let value: [UInt8]
  }

  public internal(set) var fields: [Field] = []
  public internal(set) var files: [UploadedFile] = []

  init() {}

  /// The last field of that name as text; nil when there is none. Bytes that are not UTF-8 are repaired.
  public func text(_ name: String) -> String? {
    fields.last { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
  }

  /// The last file of that field.
  /// - Throws: `ValidationError` (422, `missing`) when there is none.
  public func file(_ name: String) throws(ValidationError) -> UploadedFile {
    if let file = files.last(where: { $0.field == name }) { return file }
    throw ValidationError([.missing(at: ["body", .string(name)], in: .null)])
  }

  /// Reads the plain fields as a payload: one text each, every text of a list field.
  /// - Throws: `ValidationError` when they do not fit its schema.
  public func decode<Value: Payload>(_ type: Value.Type) throws -> Value {
    var tree = JSONObject()
    for field in Value.schema.objectFields {
      let values = fields.filter { $0.name == field.name }.map {
        JSONValue.string(String(decoding: $0.value, as: UTF8.self))
      }
      if let last = values.last { tree[field.name] = field.schema.isList ? .array(values) : last }
    }
    var validation = RequestValidation()
    let value = try validation.decode(type, from: .object(tree), schema: Value.schema, at: ["body"])
    return try validation.complete(value)
  }
}

/// Puts a form together from a parser's events.
private struct MultipartFormBuilder {
  let directory: String
  let limits: MultipartLimits
  private(set) var form = MultipartForm()
  private var part: MultipartHeader?
  private var value: [UInt8] = []
  private var file: UploadedFile?
  private var fieldBytes = 0

  init(directory: String, limits: MultipartLimits) {
    self.directory = directory
    self.limits = limits
  }

  mutating func take(_ event: MultipartParser.Event) throws(HTTPError) {
    switch event {
    case .began(let header):
      part = header
      if let filename = header.filename {
        file = try UploadedFile(field: header.name, filename: filename, contentType: header.contentType, in: directory)
      } else {
        try count(header.name.utf8.count)
      }
    case .content(let bytes):
      if let file {
        guard file.size + bytes.count <= limits.fileBytes else {
          throw HTTPError(.contentTooLarge, "The file is larger than the \(limits.fileBytes) bytes allowed.")
        }
        try file.append(bytes)
      } else {
        try count(bytes.count)
        value += bytes
      }
    case .ended:
      if let file {
        file.finish()
        form.files.append(file)
      } else if let part {
        form.fields.append(MultipartForm.Field(name: part.name, value: value))
      }
      (part, file, value) = (nil, nil, [])
    }
  }

  private mutating func count(_ bytes: Int) throws(HTTPError) {
    fieldBytes += bytes
    if fieldBytes > limits.fieldBytes {
      throw HTTPError(.contentTooLarge, "The form's fields are larger than the \(limits.fieldBytes) bytes allowed.")
    }
  }
}
