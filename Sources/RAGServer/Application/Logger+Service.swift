// The log lines of the service: one for every request, and what happens in the background. No texts, no queries, no
// tokens: a line names things by id.
internal import HTTP
internal import Platform
internal import Retrieval

extension Logger {
  /// The access log's line.
  func report(_ exchange: ExchangeRecord) {
    info(
      "request",
      [
        "id": .string(exchange.requestID), "method": .string(exchange.method), "path": .string(exchange.path),
        "status": .integer(exchange.status),
        "milliseconds": .double(Double(exchange.durationNanoseconds / 1_000) / 1_000),
        "bytes_in": .integer(exchange.bytesIn), "bytes_out": .integer(exchange.bytesOut),
        "address": .string(exchange.remoteAddress), "client_gone": .bool(exchange.clientWasGone),
      ])
  }

  /// A request that failed through our own fault.
  func report(_ error: any Error, of request: Request) {
    self.error(
      "request failed",
      [
        "id": .string(request.id), "method": .string(request.method.rawValue), "path": .string(request.path),
        "error": .error(error),
      ])
  }

  /// Something that happened in the corpus.
  func report(_ event: CorpusEvent) {
    switch event {
    case .ingested(let fileID, let chunkCount, let seconds):
      info(
        "file ingested", ["file": .string(fileID), "chunks": .integer(chunkCount), "seconds": .double(seconds)])
    case .ingestFailed(let fileID, let reason):
      warning("file could not be ingested", ["file": .string(fileID), "reason": .string(reason)])
    case .resumedJobs(let count): info("ingest jobs resumed", ["count": .integer(count)])
    case .recovered(let documentsToEmbed, let orphanDocuments, let orphanBlobs):
      warning(
        "stores brought to the same commit",
        [
          "documents_to_embed": .integer(documentsToEmbed), "orphan_documents": .integer(orphanDocuments),
          "orphan_blobs": .integer(orphanBlobs),
        ])
    case .reindexed(let from, let to, let documents):
      info(
        "moved to another embedding model",
        ["from": .string(from), "to": .string(to), "documents": .integer(documents)])
    case .maintenanceFailed(let cause): error("background work failed", ["error": .error(cause)])
    }
  }
}
