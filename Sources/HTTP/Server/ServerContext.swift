// What all connections of a server share: the settings, the responder, the counts that limits and draining look at.
internal import Platform
internal import Synchronization

final class ServerContext: Sendable {
  let configuration: ServerConfiguration
  let responder: any Responder
  let tls: TLSContext?
  /// Compresses bodies too large for a loop and reads the files to be compressed.
  let compressionPool: BlockingPool
  private let draining = Atomic<Bool>(false)
  private let connections = Atomic<Int>(0)
  private let emptyWaiter = Lock<CheckedContinuation<Bool, Never>?>(nil)

  init(configuration: ServerConfiguration, responder: any Responder) throws(HTTPError) {
    self.configuration = configuration
    self.responder = responder
    do throws(BlockingPool.Refusal) {
      compressionPool = try BlockingPool(name: "martlet-gzip", threads: 1, queueLimit: 32)
    } catch {
      throw HTTPError(.io, "The compression thread could not be started.", cause: error)
    }
    if let files = configuration.tls { tls = try TLSContext(files) } else { tls = nil }
  }

  var isDraining: Bool { draining.load(ordering: .acquiring) }
  func startDraining() { draining.store(true, ordering: .releasing) }

  var connectionCount: Int { connections.load(ordering: .relaxed) }
  func connectionOpened() { connections.add(1, ordering: .relaxed) }

  func connectionClosed() {
    if connections.subtract(1, ordering: .acquiringAndReleasing).newValue == 0, isDraining { resumeEmptyWaiter(true) }
  }

  /// Suspends until the last connection has closed (true) or `giveUp` was called (false).
  func untilEmpty() async -> Bool {
    await withCheckedContinuation { continuation in
      emptyWaiter.withLock { $0 = continuation }
      if connectionCount == 0 { resumeEmptyWaiter(true) }
    }
  }

  func giveUp() { resumeEmptyWaiter(false) }

  private func resumeEmptyWaiter(_ isEmpty: Bool) {
    let waiter = emptyWaiter.withLock { $0.take() }
    waiter?.resume(returning: isEmpty)
  }
}
