// The one place where errors become answers. The application's table is asked first; what it does not know is answered
// from the room's own errors, and anything else is a 500 that shows nothing but the request's id.

/// How an error is answered.
public struct ErrorAnswer: Sendable {
  public var status: HTTPStatus
  /// What stands under `detail`.
  public var detail: JSONValue
  /// Further fields beside `detail`.
  public var fields: JSONObject
  public var headers: Headers

  public init(_ status: HTTPStatus, detail: JSONValue, fields: JSONObject = [:], headers: Headers = Headers()) {
    self.status = status
    self.detail = detail
    self.fields = fields
    self.headers = headers
  }

  var response: Response {
    var body: JSONObject = ["detail": detail]
    body.merge(fields)
    body["detail"] = detail
    var response = Response.json(JSONValue.object(body).serialized(), status: status)
    for field in headers { response.headers.add(field.name, field.value) }
    return response
  }
}

/// Maps errors to answers.
public struct ErrorTable: Sendable {
  private let answer: @Sendable (any Error) -> ErrorAnswer?

  /// A table that asks `answer` first; nil leaves an error to the room's own rules.
  public init(_ answer: @escaping @Sendable (any Error) -> ErrorAnswer?) { self.answer = answer }

  /// Only the room's own rules.
  public static let standard = ErrorTable { _ in nil }

  /// The answer for an error, nil when it is unknown.
  func lookUp(_ error: any Error) -> ErrorAnswer? {
    if let known = answer(error) { return known }
    switch error {
    case let error as ValidationError: return ErrorAnswer(.unprocessableContent, detail: error.detail)
    case let error as HTTPError where error.code.isCallersFault:
      return ErrorAnswer(error.status, detail: .string(error.message))
    case let error as HTTPError where error.status != .internalServerError:
      return ErrorAnswer(error.status, detail: .string(error.status.reason))
    case is CancellationError: return ErrorAnswer(.serviceUnavailable, detail: "The request was cancelled.")
    default: return nil
    }
  }
}
