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
  private let drainage = Lock(Drainage())

  /// The wait for the last connection, and whether it was called off, which may be before it began.
  private struct Drainage {
    var waiter: CheckedContinuation<Bool, Never>?
    var isGivenUp = false
  }

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
    if connections.subtract(1, ordering: .acquiringAndReleasing).newValue == 0, isDraining { resumeWaiter(true) }
  }

  /// Suspends until the last connection has closed (true) or `giveUp` was called (false).
  func untilEmpty() async -> Bool {
    await withCheckedContinuation { continuation in
      let isGivenUp = drainage.withLock { drainage in
        if !drainage.isGivenUp { drainage.waiter = continuation }
        return drainage.isGivenUp
      }
      if isGivenUp { return continuation.resume(returning: connectionCount == 0) }
      if connectionCount == 0 { resumeWaiter(true) }
    }
  }

  /// Ends the wait, also one that has yet to begin.
  func giveUp() {
    drainage.withLock { $0.isGivenUp = true }
    resumeWaiter(false)
  }

  private func resumeWaiter(_ isEmpty: Bool) {
    let waiter = drainage.withLock { $0.waiter.take() }
    waiter?.resume(returning: isEmpty)
  }
}
