// Switching an exchange to WebSocket: the handshake's answer, then the handler's `serve` on the session.

extension Exchange {
  func send(_ upgrade: WebSocketUpgrade, of response: Response) async {
    guard let head, connection.bodyDecoder == nil else { return sendAtOnce(.error(WebSocketHandshake.malformed)) }
    guard !connection.context.isDraining else {
      return sendAtOnce(.error(HTTPError(.unavailable, "The server is going down.")))
    }
    let accept: String
    do throws(HTTPError) {
      accept = try WebSocketHandshake.accept(head, isHTTP10: isHTTP10)
    } catch {
      var refusal = Response.error(error)
      if error.code == .upgradeRequired {
        refusal.headers["Sec-WebSocket-Version"] = "13"
        refusal.headers["Vary"] = "Upgrade"
      }
      return sendAtOnce(refusal)
    }
    let connection = connection
    let session = WebSocketSession(on: connection, upgrade: upgrade)
    let standardFields = loop.standardFields()
    let requestID = requestID
    (hasStarted, keepsAlive, status) = (true, false, HTTPStatus(101))
    connection.output.append(from: loop) {
      WebSocketHandshake.appendAnswer(
        to: &$0, accept: accept, subprotocol: upgrade.subprotocol, headers: response.headers, requestID: requestID,
        standardFields: standardFields)
    }
    connection.session = session
    session.open()
    connection.flush()
    // Frames may have come right behind the request.
    loop.execute { connection.advance() }
    do {
      try await upgrade.serve(WebSocketConnection(channel: session))
      await session.close(code: .normal, reason: "")
    } catch {
      await session.close(code: .internalError, reason: "")
    }
    (bytesIn, bytesOut) = (session.bytesIn, session.bytesOut)
    end(cut: true)
  }
}
