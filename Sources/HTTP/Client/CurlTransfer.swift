// One request on its way: a libcurl easy handle, the pipe its answer flows into and the deadlines it has to meet. Made on
// the caller's thread, then handed to the loop, which alone touches it from then on.
internal import CSystemCurl
internal import Glibc
internal import Platform

/// A transfer.
final class CurlTransfer: @unchecked Sendable {
  // Sendable: made by one thread, which then gives it to the loop through a locked queue; from there only the loop's
  // thread touches what is mutable. `head`, `pipe` and `upload`, which other threads use too, have locks of their own.

  private static let lastIdentifier = Lock(0)

  let identifier: Int
  let easy: UnsafeMutableRawPointer
  let head = HeadPromise()
  let pipe: BodyPipe
  let upload: UploadPipe?
  let request: ClientRequest
  var headerList: UnsafeMutablePointer<curl_slist>?
  /// The connection pool of a guarded transfer.
  var ownPool: UnsafeMutableRawPointer?
  let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  // The rest is the loop's.
  var sentBytes = 0
  var receivedBytes = 0
  var fields: [Headers.Field] = []
  var hasHead = false
  /// The reader has no room.
  var isPaused = false
  /// The writer has nothing to send yet.
  var isStarved = false
  var lastProgress = 0
  private var start = 0
  private var uploadTask: Task<Void, Never>?
  /// What a callback found wrong, which says more than the code libcurl makes of it.
  var ownError: HTTPError?
  var refusedAddress: IPAddress?

  /// Sets up the handle.
  /// - Throws: `badRequest` when the URL or a header cannot be sent.
  init(_ request: ClientRequest, configuration: ClientConfiguration, loop: CurlLoop) throws(HTTPError) {
    guard let easy = curl_easy_init() else { throw HTTPError(.internalError, "libcurl gave no handle.") }
    self.easy = easy
    self.request = request
    let identifier = Self.lastIdentifier.withLock { last -> Int in
      last += 1
      return last
    }
    self.identifier = identifier
    pipe = BodyPipe { [weak loop] in loop?.enqueue(.resume(identifier)) }
    if case .stream = request.body {
      upload = UploadPipe { [weak loop] in loop?.enqueue(.resume(identifier)) }
    } else {
      upload = nil
    }
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try configure(configuration)
  }

  deinit {
    curl_easy_cleanup(easy)
    if let ownPool { curl_share_cleanup(ownPool) }
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  // MARK: On the loop's thread

  func begin() {
    start = Self.now
    lastProgress = start
    if case .stream(_, let write) = request.body, let upload {
      uploadTask = Task {
        do {
          try await write(BodyWriter(sink: upload))
          upload.finish()
        } catch {
          upload.finish(error)
        }
      }
    }
  }

  /// Goes on after the reader made room or the writer wrote.
  func resume() {
    if isPaused || isStarved { lastProgress = Self.now }
    isPaused = false
    isStarved = false
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  /// Milliseconds of the monotonic clock.
  static var now: Int { Int(MonotonicTime.milliseconds) }

  /// When something has to have happened, in milliseconds of the monotonic clock; nil when nothing is waited for.
  var deadline: Int? {
    [total, isPaused || isStarved ? nil : silence].compactMap { $0 }.min()
  }

  private var total: Int? { request.timeouts.totalSeconds.map { start + Int($0 * 1000) } }

  private var silence: Int? {
    (hasHead ? request.timeouts.idleSeconds : request.timeouts.firstByteSeconds).map { lastProgress + Int($0 * 1000) }
  }

  /// The error of a deadline that has passed.
  func overdue(at now: Int) -> HTTPError? {
    guard let deadline, deadline <= now else { return nil }
    if let total, total <= now { return HTTPError(.gatewayTimeout, "\(host) did not finish its answer in time.") }
    return HTTPError(
      .gatewayTimeout, hasHead ? "\(host) fell silent within its answer." : "\(host) did not answer in time.")
  }

  /// What libcurl's final code means.
  func outcome(of code: CURLcode) -> Result<Void, HTTPError> {
    if code == CURLE_OK { return .success(()) }
    return .failure(
      ownError ?? refusal(code)
        ?? CurlFailure.error(code, host: host, details: String(cString: errorText), cause: upload?.failure))
  }

  private func refusal(_ code: CURLcode) -> HTTPError? {
    guard code == CURLE_COULDNT_CONNECT, let refusedAddress else { return nil }
    return HTTPError(
      .forbidden, "The address \(refusedAddress) of \(host) is not allowed (\(request.addressPolicy.name)).")
  }

  /// Tells everyone who waits that it is over.
  func end(_ result: Result<Void, HTTPError>) {
    uploadTask?.cancel()
    upload?.abandon()
    switch result {
    case .success:
      deliverHead()
      pipe.finish()
    case .failure(let error):
      head.fulfil(.failure(error))
      pipe.fail(error)
    }
  }

  var host: String {
    let behindScheme = request.url.firstRange(of: "://").map { request.url[$0.upperBound...] } ?? request.url[...]
    let authority = behindScheme.prefix { !"/?#".contains($0) }
    return String(authority.split(separator: "@").last ?? authority)
  }
}
