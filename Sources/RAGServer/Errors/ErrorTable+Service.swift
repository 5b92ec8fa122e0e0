// The one table from errors to statuses. Decisions:
//
// - What does not exist and what the caller may not know of are one answer: 404 with one sentence. (0.6.34 answers 401
//   for a knowledge base that does not exist and 200 `null` for one that is somebody else's, which tells them apart.)
// - What may be read but not changed is 403, as the API's quick reference has it; the paths on which 0.6.34 answers
//   otherwise (knowledge: 400, files: 404) say so where their routes are.
// - A document without readable text is 400: 422 is kept for requests that are not of the declared form.
// - A full disk and a folder that cannot be written are 507, an absent embedding model and a stopping service 503: the
//   request was right and may be repeated later.
// - Our own faults show nothing of themselves: their messages may name files. They are logged with the request's id.
internal import Database
internal import Embeddings
package import HTTP
internal import Retrieval

extension ErrorTable {
  /// How this service answers the errors of its rooms.
  package static let service = ErrorTable { error in
    switch error {
    case let error as ServiceError: ErrorAnswer(error.status, detail: .string(error.detail))
    case let error as RetrievalError: answer(error)
    case let error as AccountError: error.answer
    case let error as DatabaseError: answer(error)
    case let error as SecurityError where error.code.isCallersFault:
      ErrorAnswer(.badRequest, detail: .string(error.message))
    case let error as EmbeddingError where error.code == .cancelled || error.code == .shutDown:
      ErrorAnswer(.serviceUnavailable, detail: .string(Detail.stopping))
    case let error as HTTPError where error.code == .insufficientStorage:
      ErrorAnswer(.insufficientStorage, detail: .string(Detail.storageFull))
    default: nil
    }
  }

  private static func answer(_ error: RetrievalError) -> ErrorAnswer? {
    switch error.code {
    case .notFound: ErrorAnswer(.notFound, detail: .string(Detail.notFound))
    case .notPermitted: ErrorAnswer(.forbidden, detail: .string(Detail.accessProhibited))
    case .invalidInput, .unprocessableDocument, .modelMismatch: ErrorAnswer(.badRequest, detail: .string(error.message))
    case .duplicate: ErrorAnswer(.badRequest, detail: .string(Detail.duplicate))
    case .tooLarge: ErrorAnswer(.contentTooLarge, detail: .string(error.message))
    case .embeddingUnavailable: ErrorAnswer(.serviceUnavailable, detail: .string(error.message))
    case .storageFull: ErrorAnswer(.insufficientStorage, detail: .string(Detail.storageFull))
    case .closed: ErrorAnswer(.serviceUnavailable, detail: .string(Detail.stopping))
    default: nil
    }
  }

  private static func answer(_ error: DatabaseError) -> ErrorAnswer? {
    switch error.code {
    case .diskFull, .readOnly: ErrorAnswer(.insufficientStorage, detail: .string(Detail.storageFull))
    case .closed: ErrorAnswer(.serviceUnavailable, detail: .string(Detail.stopping))
    case .busy: ErrorAnswer(.serviceUnavailable, detail: "The database is busy. Please try again shortly.")
    default: nil
    }
  }
}
