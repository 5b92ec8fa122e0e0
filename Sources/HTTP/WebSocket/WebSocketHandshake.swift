// The opening handshake (RFC 6455 §4): what a request must show, the proof the server answers with, and the 101 response.
internal import CSystemOpenSSL

enum WebSocketHandshake {
  /// The `Sec-WebSocket-Accept` for a request.
  /// - Throws: `upgradeRequired` when this is no WebSocket request of version 13, `badRequest` when its key is malformed.
  static func accept(_ head: RequestHead, isHTTP10: Bool) throws(HTTPError) -> String {
    guard head.isWebSocketUpgrade, !isHTTP10, head.headers["Sec-WebSocket-Version"] == "13" else {
      throw HTTPError(.upgradeRequired, "This address speaks WebSocket, version 13.")
    }
    // 16 bytes in base 64 are 22 digits and two signs of padding.
    guard let key = head.headers["Sec-WebSocket-Key"], key.utf8.count == 24, key.hasSuffix("==") else {
      throw malformed
    }
    return proof(of: key)
  }

  static var malformed: HTTPError { HTTPError(.badRequest, "The WebSocket handshake is malformed.") }

  /// Base 64 of the SHA-1 of the key and RFC 6455's constant: shows the client that the server read a handshake.
  package static func proof(of key: String) -> String {
    let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    var digest = [UInt8](repeating: 0, count: 20)
    EVP_Digest(text, text.count, &digest, nil, EVP_sha1(), nil)
    var encoded = [UInt8](repeating: 0, count: 29)
    let count = EVP_EncodeBlock(&encoded, digest, CInt(digest.count))
    return String(decoding: encoded[..<Int(count)], as: UTF8.self)
  }

  static func appendAnswer(
    to out: inout [UInt8], accept: String, subprotocol: String?, headers: Headers, requestID: String,
    standardFields: [UInt8]
  ) {
    ResponseEncoder.append(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n", to: &out)
    ResponseEncoder.append("Sec-WebSocket-Accept: \(accept)\r\n", to: &out)
    var headers = headers
    if let subprotocol { headers["Sec-WebSocket-Protocol"] = subprotocol }
    ResponseEncoder.appendFields(to: &out, headers: headers, requestID: requestID, standardFields: standardFields)
    ResponseEncoder.append("\r\n", to: &out)
  }
}
