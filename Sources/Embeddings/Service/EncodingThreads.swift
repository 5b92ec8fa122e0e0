// The compute threads of an EmbeddingService: who computes which block, alone or together, and what may go between.
//
// Decisions:
// 1. A thread that is free takes the next block. When nothing else waits, it invites the idle threads to compute that block with
//    it (see Team): one query uses every core, many queries share them.
// 2. Passages are interrupted, not only outrun: at every part of a layer (some milliseconds) each thread looks whether a query
//    waits and embeds it on the spot, in a second workspace. So a query waits for a fraction of a block, however large blocks are.
// 3. Threads sleep on one monitor when nothing waits.
import Platform
import Synchronization

/// The pool. Sendable: all mutable state is in `monitor` or atomic.
package final class EncodingThreads: EncodingWork {
  private let encoder: NativeEncoder
  private let monitor: Monitor<Shared>
  private let queriesWait = Atomic<Bool>(false)
  private let limits: Limits
  private let onVector: @Sendable (QueuedText, [Float]) -> Void
  private let workspaceTokens: Int

  /// Bounds of the queue.
  package struct Limits: Sendable {
    var requests: Int
    var bytes: Int

    package init(requests: Int, bytes: Int) {
      self.requests = requests
      self.bytes = bytes
    }

    /// - Throws: `.overloaded` when the queue is full.
    func check(_ queue: EncodingQueue) throws(EmbeddingError) {
      guard queue.requestCount < requests, queue.queuedBytes <= bytes else {
        throw EmbeddingError(
          code: .overloaded,
          message: "\(queue.requestCount) requests with \(queue.queuedBytes) bytes of text wait already.")
      }
    }
  }

  private struct Shared {
    var queue: EncodingQueue
    var invitations: [(job: TeamJob, rank: Int)] = []
    var idleThreads = 0
    var isStopped = false
  }

  private enum Work {
    case lead([QueuedText], TeamJob)
    case help(TeamJob, rank: Int)
    case stop
  }

  package init(
    encoder: NativeEncoder, queue: EncodingQueue, limits: Limits,
    onVector: @escaping @Sendable (QueuedText, [Float]) -> Void
  ) {
    self.encoder = encoder
    self.limits = limits
    self.onVector = onVector
    workspaceTokens = max(encoder.model.maxTokens, queue.passageBudget, queue.queryBudget)
    monitor = Monitor(Shared(queue: queue))
  }

  /// Queues a request.
  /// - Throws: `.overloaded` when the queue is full, `.shutDown` after `stop`.
  package func add(_ request: EncodingRequest) throws(EmbeddingError) {
    try monitor.withLock { shared throws(EmbeddingError) in
      guard !shared.isStopped else { throw .isShuttingDown }
      try limits.check(shared.queue)
      shared.queue.append(request)
      noteQueries(shared)
    }
    monitor.broadcast()
  }

  /// Takes what is left of a request out of the queue.
  package func remove(_ request: EncodingRequest) {
    monitor.withLock { shared in
      shared.queue.remove(request)
      noteQueries(shared)
    }
  }

  /// Ends the threads after their current blocks; what waits fails with `.shutDown`.
  package func stop() {
    let left: [EncodingRequest] = monitor.withLock { shared in
      shared.isStopped = true
      let left = shared.queue.removeAll()
      noteQueries(shared)
      return left
    }
    monitor.broadcast()
    for request in left { request.fail(.isShuttingDown) }
  }

  private func noteQueries(_ shared: Shared) {
    queriesWait.store(shared.queue.hasQueries, ordering: .releasing)
  }

  /// The life of one of `count` compute threads.
  package func run(count: Int) {
    let workspace = Workspace(encoder.configuration, encoder.arithmetic, capacity: workspaceTokens, members: count)
    let urgent = UrgentWorkspace()
    while true {
      switch nextWork() {
      case .stop: return
      case .help(let job, let rank): help(job, rank, urgent)
      case .lead(let texts, let job): lead(texts, job, workspace, urgent)
      }
    }
  }

  private func nextWork() -> Work {
    var isIdle = false
    let work: Work = monitor.wait { shared in
      if let work = choose(&shared, isIdle: isIdle) {
        if isIdle { shared.idleThreads -= 1 }
        return work
      }
      if !isIdle { shared.idleThreads += 1 }
      isIdle = true
      return nil
    }
    if case .lead(_, let job) = work, job.team.size > 1 { monitor.broadcast() }
    return work
  }

  private func choose(_ shared: inout Shared, isIdle: Bool) -> Work? {
    if let invitation = shared.invitations.popLast() { return .help(invitation.job, rank: invitation.rank) }
    if shared.isStopped { return .stop }
    let texts = shared.queue.takeBlock()
    guard !texts.isEmpty else { return nil }
    noteQueries(shared)
    let free = shared.idleThreads - (isIdle ? 1 : 0) - shared.invitations.count
    let job = TeamJob(size: 1 + (shared.queue.isEmpty ? max(0, free) : 0), purpose: texts[0].request.purpose)
    for rank in 1..<job.team.size { shared.invitations.append((job, rank)) }
    return .lead(texts, job)
  }

  private func lead(_ texts: [QueuedText], _ job: TeamJob, _ workspace: Workspace, _ urgent: UrgentWorkspace) {
    let (blocks, owners) = tokenize(texts)
    job.begin(blocks, workspace)
    for (block, owners) in zip(blocks, owners) {
      ForwardPass(encoder, block, workspace, job.team, rank: 0).run(boundary: boundary(job, urgent))
      let vectors = encoder.vectors(of: block, workspace)
      // Before the vectors go out: who waits for them may ask again at once, and should find the helpers idle.
      job.team.barrier()
      deliver(vectors, to: owners)
    }
  }

  private func help(_ job: TeamJob, _ rank: Int, _ urgent: UrgentWorkspace) {
    guard let (blocks, workspace) = job.join() else { return }
    for block in blocks {
      ForwardPass(encoder, block, workspace, job.team, rank: rank).run(boundary: boundary(job, urgent))
      // The workspace is the leader's again only after its vectors are read.
      job.team.barrier()
    }
  }

  private func boundary(_ job: TeamJob, _ urgent: UrgentWorkspace) -> () -> Void {
    guard job.purpose == .passage else { return {} }
    return { [self] in
      while queriesWait.load(ordering: .acquiring) { serveQueries(urgent) }
    }
  }

  /// Embeds waiting queries on this thread while a block of passages waits.
  private func serveQueries(_ urgent: UrgentWorkspace) {
    let texts: [QueuedText] = monitor.withLock { shared in
      let texts = shared.queue.takeQueries()
      noteQueries(shared)
      return texts
    }
    guard !texts.isEmpty else { return }
    let workspace = urgent.workspace(encoder, capacity: workspaceTokens)
    let (blocks, owners) = tokenize(texts)
    for (block, owners) in zip(blocks, owners) {
      ForwardPass(encoder, block, workspace, Team(size: 1), rank: 0).run {}
      deliver(encoder.vectors(of: block, workspace), to: owners)
    }
  }

  /// Texts to blocks of at most `workspaceTokens` true tokens. Texts that nobody waits for any more are left out.
  private func tokenize(_ texts: [QueuedText]) -> (blocks: [TokenBlock], owners: [[QueuedText]]) {
    var blocks: [TokenBlock] = []
    var owners: [[QueuedText]] = []
    for text in texts where !text.request.isOver {
      let (ids, second) = input(for: text)
      if let last = blocks.last, last.ids.count + ids.count <= workspaceTokens {
        blocks[blocks.count - 1].append(ids, second: second)
        owners[owners.count - 1].append(text)
      } else {
        var block = TokenBlock()
        block.append(ids, second: second)
        blocks.append(block)
        owners.append([text])
      }
    }
    return (blocks, owners)
  }

  private func input(for text: QueuedText) -> (ids: [Int32], second: Int?) {
    guard let question = text.request.question else {
      return (encoder.tokens(of: text.text, as: text.request.purpose), nil)
    }
    return encoder.pair(question, text.text)
  }

  private func deliver(_ vectors: [[Float]], to owners: [QueuedText]) {
    for (owner, vector) in zip(owners, vectors) { onVector(owner, vector) }
  }
}

/// A thread's second workspace, made when a query first interrupts a passage on it. Used by that thread alone.
private final class UrgentWorkspace {
  private var made: Workspace?

  func workspace(_ encoder: NativeEncoder, capacity: Int) -> Workspace {
    if let made { return made }
    let workspace = Workspace(encoder.configuration, encoder.arithmetic, capacity: capacity, members: 1)
    made = workspace
    return workspace
  }
}
