// The thread on which all transfers run. Everything of libcurl happens here: other threads only put commands into a queue
// and wake it (curl_multi_wakeup is the one call libcurl allows from elsewhere). The loop sleeps in curl_multi_poll until a
// socket, a wake-up or the nearest deadline.
internal import CSystemCurl
internal import Platform

/// Drives transfers on a thread of its own.
final class CurlLoop: @unchecked Sendable {
  // Sendable: `transfers` and `isStopping` are touched by the loop's thread only. `multi` is used by that thread only,
  // except for curl_multi_wakeup, which libcurl declares safe from any thread, and which is only called under the lock of
  // `commands` while `isOpen`, so never after the handle was freed.

  enum Command: Sendable {
    case start(CurlTransfer)
    /// The reader has room again, or the writer has something to send.
    case resume(Int)
    case cancel(Int)
    case stopWhenIdle
    case stop
  }

  private struct Queue {
    var commands: [Command] = []
    var isOpen = true
  }

  private static let globalInitialization: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  private let multi: UnsafeMutableRawPointer
  private let queue = Lock(Queue())
  private var transfers: [Int: CurlTransfer] = [:]
  private var isStopping = false
  private var stopsWhenIdle = false

  init(keptConnections: Int) throws(HTTPError) {
    guard Self.globalInitialization == CURLE_OK, let multi = curl_multi_init() else {
      throw HTTPError(.internalError, "libcurl could not be initialised.")
    }
    self.multi = multi
    _ = martlet_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, keptConnections)
  }

  deinit { curl_multi_cleanup(multi) }

  /// Starts the thread, which keeps the loop alive until it is told to stop.
  func start() throws(HTTPError) {
    do throws(SystemThread.Failure) {
      try SystemThread(name: "http-client") { self.run() }.detach()
    } catch {
      throw HTTPError(.internalError, "The client's thread could not be started: \(error).", cause: error)
    }
  }

  /// Hands a command to the loop. Any thread may call it. After the end a transfer fails at once, anything else is void.
  func enqueue(_ command: Command) {
    let isAccepted = queue.withLock { queue -> Bool in
      guard queue.isOpen else { return false }
      queue.commands.append(command)
      curl_multi_wakeup(multi)
      return true
    }
    if !isAccepted, case .start(let transfer) = command { transfer.end(.failure(Self.stopped)) }
  }

  private static var stopped: HTTPError { HTTPError(.cancelled, "The client was shut down.") }

  // MARK: On the loop's thread

  private func run() {
    while true {
      takeCommands()
      if isStopping || stopsWhenIdle && transfers.isEmpty, close() { return }
      var running: CInt = 0
      curl_multi_perform(multi, &running)
      collectFinished()
      let now = CurlTransfer.now
      for transfer in transfers.values {
        if let error = transfer.overdue(at: now) { remove(transfer, .failure(error)) }
      }
      // A finished transfer may have been the last one waited for.
      if stopsWhenIdle, transfers.isEmpty { continue }
      let nearest = transfers.values.compactMap(\.deadline).min()
      let wait = nearest.map { max(0, min($0 - now, 60_000)) } ?? 60_000
      curl_multi_poll(multi, nil, 0, CInt(wait), nil)
    }
  }

  private func takeCommands() {
    let commands = queue.withLock { queue in
      defer { queue.commands = [] }
      return queue.commands
    }
    for command in commands {
      switch command {
      case .start(let transfer): begin(transfer)
      case .resume(let identifier): transfers[identifier]?.resume()
      case .cancel(let identifier):
        if let transfer = transfers[identifier] {
          remove(transfer, .failure(HTTPError(.cancelled, "The request was cancelled.")))
        }
      case .stopWhenIdle: stopsWhenIdle = true
      case .stop: isStopping = true
      }
    }
  }

  private func begin(_ transfer: CurlTransfer) {
    transfers[transfer.identifier] = transfer
    transfer.begin()
    let code = curl_multi_add_handle(multi, transfer.easy)
    if code != CURLM_OK {
      transfers[transfer.identifier] = nil
      transfer.end(.failure(HTTPError(.internalError, "libcurl refused a transfer (\(code.rawValue)).")))
    }
  }

  private func remove(_ transfer: CurlTransfer, _ result: Result<Void, HTTPError>) {
    curl_multi_remove_handle(multi, transfer.easy)
    transfers[transfer.identifier] = nil
    transfer.end(result)
  }

  private func collectFinished() {
    var remaining: CInt = 0
    while let message = curl_multi_info_read(multi, &remaining) {
      guard message.pointee.msg == CURLMSG_DONE else { continue }
      let code = martlet_curl_message_result(message)
      guard let transfer = transfers.values.first(where: { $0.easy == message.pointee.easy_handle }) else { continue }
      remove(transfer, transfer.outcome(of: code))
    }
  }

  /// Ends everything that is left. False when a command came in meanwhile that wants to be looked at.
  private func close() -> Bool {
    let isClosed = queue.withLock { queue -> Bool in
      if !isStopping, !queue.commands.isEmpty { return false }
      queue.isOpen = false
      return true
    }
    guard isClosed else { return false }
    takeCommands()
    for transfer in Array(transfers.values) { remove(transfer, .failure(Self.stopped)) }
    return true
  }
}
