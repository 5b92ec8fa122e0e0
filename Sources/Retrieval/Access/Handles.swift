// Handles: the proof that a caller may do what it is about to do.
//
// Everything in this room that reads or changes a file or a knowledge base takes one of these, and only the Authorizer
// makes them (their initialisers are internal to the room): an unchecked id cannot be searched, read or deleted from
// above, because it does not compile.
// A handle is a short-lived value of one request; it is not stored.

/// A file the principal may read.
public struct ReadableFile: Sendable {
  public let record: FileRecord
  public let principal: Principal
  init(checked record: FileRecord, for principal: Principal) {
    self.record = record
    self.principal = principal
  }
}

/// A file the principal may change and delete.
public struct WritableFile: Sendable {
  public let record: FileRecord
  public let principal: Principal
  init(checked record: FileRecord, for principal: Principal) {
    self.record = record
    self.principal = principal
  }

  /// What may be changed may be read.
  public var readable: ReadableFile { ReadableFile(checked: record, for: principal) }
}

/// A knowledge base the principal may read.
public struct ReadableKnowledge: Sendable {
  public let record: KnowledgeRecord
  public let principal: Principal
  public let mayWrite: Bool
  init(checked record: KnowledgeRecord, for principal: Principal, mayWrite: Bool) {
    self.record = record
    self.principal = principal
    self.mayWrite = mayWrite
  }
}

/// A knowledge base the principal may change.
public struct WritableKnowledge: Sendable {
  public let record: KnowledgeRecord
  public let principal: Principal
  init(checked record: KnowledgeRecord, for principal: Principal) {
    self.record = record
    self.principal = principal
  }

  public var readable: ReadableKnowledge { ReadableKnowledge(checked: record, for: principal, mayWrite: true) }
}
