// What a handler refuses on its own account: a status and a sentence, for cases where the room below has no error of
// that meaning or where the contract of one path wants another status than the table gives. Errors of the rooms are
// thrown as they are and meet the table at the edge.
package import HTTP

/// A refusal with its answer.
package struct ServiceError: Error, Sendable, CustomStringConvertible {
  package let status: HTTPStatus
  /// Shown to the caller under `detail`.
  package let detail: String
  package let cause: (any Error)?

  package init(_ status: HTTPStatus, _ detail: String, cause: (any Error)? = nil) {
    self.status = status
    self.detail = detail
    self.cause = cause
  }

  package var description: String { "\(status): \(detail)" }
}

/// Sentences that several areas answer with. They are Open WebUI's, because its clients show and compare them.
package enum Detail {
  /// Also for what exists and may not be seen: a stranger learns nothing from it.
  package static let notFound = "We could not find what you're looking for :/"
  package static let accessProhibited =
    "You do not have permission to access this resource. Please contact your administrator for assistance."
  package static let unauthorized = "401 Unauthorized"
  package static let duplicate = "Duplicate content detected. Please provide unique content to proceed."
  package static let storageFull =
    "The data folder's disk is full or cannot be written. Free some space or mend it, and try again."
  package static let stopping = "The service is stopping. Please try again shortly."
}
