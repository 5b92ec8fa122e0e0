// Server-sent events, written and read.
import HTTP
import Platform
import TestSupport
import Testing

struct EventStreamTests {
  @Test func anEventIsWrittenFieldByField() {
    let event = ServerSentEvent("a\nb\r\nc\rd", event: "x\ny", id: "1\r2", retryMilliseconds: 50)
    #expect(
      String(decoding: event.encoded, as: UTF8.self)
        == "event: xy\nid: 12\nretry: 50\ndata: a\ndata: b\ndata: c\ndata: d\n\n")
    #expect(String(decoding: ServerSentEvent("").encoded, as: UTF8.self) == "data: \n\n")
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func eventsAreTheSameWhateverPiecesTheyComeIn(size: Int) throws {
    let text =
      "\u{FEFF}: comment\r\n\r\ndata: one\rdata:two\r\n\r\nevent: tick\ndata\n\nid: 5\nretry: 10\nretry: x\nunknown: y\ndata:  ä€😀\n\n"
      + "id: 6\n\nevent: lost\n\ndata: last\n\ndata: cut off"
    var parser = EventStreamParser()
    var events: [ServerSentEvent] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      events += try parser.consume(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    #expect(
      events == [
        ServerSentEvent("one\ntwo"), ServerSentEvent("", event: "tick"),
        ServerSentEvent(" ä€😀", id: "5", retryMilliseconds: 10), ServerSentEvent("last", id: "6"),
      ])
  }

  @Test func writtenEventsAreReadBack() throws {
    let events = [
      ServerSentEvent("plain"), ServerSentEvent("{\"a\":\n1}", event: "e", id: "i"),
      ServerSentEvent("", retryMilliseconds: 1),
    ]
    var parser = EventStreamParser()
    let read = try parser.consume(events.flatMap(\.encoded))
    #expect(read.map(\.data) == events.map(\.data))
    #expect(read.map(\.event) == events.map(\.event))
  }

  @Test func endlessLinesAndEventsAreRefused() throws {
    var lines = EventStreamParser(limitBytes: 1000)
    #expect(throws: HTTPError.self) { for _ in 0..<100 { _ = try lines.consume(Array(repeating: 0x61, count: 100)) } }
    var events = EventStreamParser(limitBytes: 1000)
    #expect(throws: HTTPError.self) {
      for _ in 0..<100 { _ = try events.consume(Array("data: xxxxxxxxxxxxxx\n".utf8)) }
    }
  }

  @Test func aResponseIsAnEventStream() async throws {
    let route = Route.get("/events", access: .everyone, summary: "x") { _, _ in
      Response.eventStream(heartbeat: nil) { events in
        try await events.send("a")
        try await events.comment("note\nmore")
        try await events.send(json: ["k": 1], event: "e")
      }
    }
    let answer = try await Router([route]).exchange(.get, "/events")
    #expect(answer.headers["Content-Type"] == "text/event-stream; charset=utf-8")
    #expect(answer.headers["Cache-Control"] == "no-cache")
    #expect(answer.text == "data: a\n\n: notemore\n\nevent: e\ndata: {\"k\":1}\n\n")
  }

  /// A clock whose sleeps end when told to.
  private final class ManualClock: Clock {
    typealias Instant = ContinuousClock.Instant
    typealias Duration = Swift.Duration
    let ticks: AsyncStream<Void>
    let tick: AsyncStream<Void>.Continuation
    init() { (ticks, tick) = AsyncStream.makeStream() }
    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
      for await _ in ticks { return }
      throw CancellationError()
    }
  }

  /// Keeps what is written, and tells of comments.
  private final class Sink: BodySink {
    let bytes = Lock<[UInt8]>([])
    let beats: AsyncStream<Void>
    private let beat: AsyncStream<Void>.Continuation
    init() { (beats, beat) = AsyncStream.makeStream() }
    func write(_ piece: [UInt8]) async throws(HTTPError) {
      bytes.withLock { $0 += piece }
      if piece.first == UInt8(ascii: ":") { beat.yield() }
    }
    func flush() async throws(HTTPError) {}
  }

  @Test func aQuietStreamSendsHeartbeatsUntilItsBodyReturns() async throws {
    let clock = ManualClock()
    let sink = Sink()
    let beats = sink.beats
    let response = Response.eventStream(heartbeat: .seconds(1), clock: clock) { events in
      try await events.send("begin")
      var beat = beats.makeAsyncIterator()
      clock.tick.yield()
      await beat.next()
      clock.tick.yield()
      await beat.next()
      try await events.send("end")
    }
    guard case .stream(let write) = response.body else {
      Issue.record("not a stream")
      return
    }
    try await write(BodyWriter(sink: sink))
    #expect(String(decoding: sink.bytes.withLock { $0 }, as: UTF8.self) == "data: begin\n\n: \n\n: \n\ndata: end\n\n")
  }

  @Test func aClientThatLeftIsNoticedByTheHeartbeat() async throws {
    struct Gone: BodySink {
      func write(_ bytes: [UInt8]) async throws(HTTPError) { throw HTTPError(.clientGone, "gone") }
      func flush() async throws(HTTPError) {}
    }
    let clock = ManualClock()
    let cancelled = TestEvent()
    let response = Response.eventStream(heartbeat: .seconds(1), clock: clock) { _ in
      clock.tick.yield()
      defer { cancelled.fire() }
      try await Task.sleep(for: .seconds(60))
    }
    guard case .stream(let write) = response.body else {
      Issue.record("not a stream")
      return
    }
    await #expect(throws: HTTPError.self) { try await write(BodyWriter(sink: Gone())) }
    await cancelled.wait()
  }
}
