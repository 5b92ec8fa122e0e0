// What waits to be embedded, and in which order the compute threads take it.
//
// Queries first, in order of arrival. Passages in turns: a request gives up to one block, then goes to the back, so that a small
// file is not stuck behind a large one; a block that has room left takes from the next request, too. Blocks are bounded by an
// estimate of their tokens; nothing is padded, so texts need not be sorted by length.

/// One text of a request.
package struct QueuedText: Sendable {
  package let request: EncodingRequest
  package let index: Int
  package var text: String { request.texts[index] }
}

/// The waiting requests. Not thread-safe: lives in the compute threads' monitor.
package struct EncodingQueue {
  private struct Waiting {
    let request: EncodingRequest
    var next = 0
    var hasMore: Bool { next < request.texts.count }
  }

  /// Estimated tokens of one block of queries, of passages; and of the longest text.
  package let queryBudget: Int
  package let passageBudget: Int
  let maxTokens: Int
  private var queries: [Waiting] = []
  private var passages: [Waiting] = []
  package private(set) var queuedBytes = 0

  package init(queryBudget: Int, passageBudget: Int, maxTokens: Int) {
    self.queryBudget = queryBudget
    self.passageBudget = passageBudget
    self.maxTokens = maxTokens
  }

  package var isEmpty: Bool { queries.isEmpty && passages.isEmpty }
  package var hasQueries: Bool { !queries.isEmpty }
  package var requestCount: Int { queries.count + passages.count }

  package mutating func append(_ request: EncodingRequest) {
    queuedBytes += byteCount(request, from: 0)
    switch request.purpose {
    case .query: queries.append(Waiting(request: request))
    case .passage: passages.append(Waiting(request: request))
    }
  }

  /// Forgets what is left of a request.
  package mutating func remove(_ request: EncodingRequest) {
    for list in [\EncodingQueue.queries, \EncodingQueue.passages] {
      guard let place = self[keyPath: list].firstIndex(where: { $0.request === request }) else { continue }
      queuedBytes -= byteCount(request, from: self[keyPath: list][place].next)
      self[keyPath: list].remove(at: place)
    }
  }

  /// Forgets everything.
  package mutating func removeAll() -> [EncodingRequest] {
    let requests = (queries + passages).map(\.request)
    queries = []
    passages = []
    queuedBytes = 0
    return requests
  }

  /// The next texts to embed together: queries if there are any, else passages. Empty when nothing waits.
  package mutating func takeBlock() -> [QueuedText] {
    hasQueries ? takeQueries() : take(\.passages, budget: passageBudget, rotates: true)
  }

  /// The next queries to embed together.
  package mutating func takeQueries() -> [QueuedText] { take(\.queries, budget: queryBudget, rotates: false) }

  private mutating func take(
    _ list: WritableKeyPath<EncodingQueue, [Waiting]>, budget: Int, rotates: Bool
  ) -> [QueuedText] {
    var block: [QueuedText] = []
    var tokens = 0
    while !self[keyPath: list].isEmpty {
      var first = self[keyPath: list].removeFirst()
      while first.hasMore {
        let text = first.request.texts[first.next]
        tokens += estimate(text, first.request.question)
        guard tokens <= budget || block.isEmpty else { break }
        block.append(QueuedText(request: first.request, index: first.next))
        queuedBytes -= text.utf8.count
        first.next += 1
      }
      guard first.hasMore else { continue }
      if rotates { self[keyPath: list].append(first) } else { self[keyPath: list].insert(first, at: 0) }
      break
    }
    return block
  }

  /// English has 4-5 bytes per token, most other scripts fewer; the exact number is known after tokenising.
  private func estimate(_ text: String, _ question: String?) -> Int {
    min(maxTokens, (text.utf8.count + (question?.utf8.count ?? 0)) / 4 + 2)
  }

  private func byteCount(_ request: EncodingRequest, from first: Int) -> Int {
    request.texts[first...].reduce(0) { $0 + $1.utf8.count }
  }
}
