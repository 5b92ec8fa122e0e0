// What libcurl's codes mean to a caller of ours: whose fault it is and which status a client is shown. The details are
// libcurl's own words and go to the log.
internal import CSystemCurl

enum CurlFailure {
  /// The error of a finished transfer.
  static func error(_ code: CURLcode, host: String, details: String, cause: (any Error)?) -> HTTPError {
    let words = details.isEmpty ? String(cString: curl_easy_strerror(code)) : details
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      return HTTPError(.badRequest, "The URL cannot be requested: \(words).")
    case CURLE_OPERATION_TIMEDOUT:
      return HTTPError(.gatewayTimeout, "\(host) did not answer in time: \(words).")
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_BAD_FUNCTION_ARGUMENT:
      return HTTPError(.internalError, "libcurl failed: \(words).")
    case CURLE_ABORTED_BY_CALLBACK:
      return HTTPError(.badGateway, "The body for \(host) could not be produced.", cause: cause)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE:
      return HTTPError(.badGateway, "\(host) could not be reached safely: \(words).")
    default:
      return HTTPError(.badGateway, "\(host) could not be asked: \(words).", cause: cause)
    }
  }
}
