// What can go wrong inside the reader, before it is decided what to say of it: a feature that is not there may be read by
// another program, a limit or a password may not.

/// Why the reader gave up on a document.
enum PDFFault: Error {
  /// Correct for all we know, but this reader cannot read it: what it is, in words.
  case unsupported(String)
  /// Final: a limit, a password, damage beyond mending.
  case document(DocumentError)

  static func damaged(_ reason: String) -> PDFFault { .document(.damaged("PDF", reason)) }
}

extension PDFFault {
  /// What `body` gives; what it throws is final.
  static func passing<R>(_ body: () throws(DocumentError) -> R) throws(PDFFault) -> R {
    do { return try body() } catch { throw .document(error) }
  }
}
