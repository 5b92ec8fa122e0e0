// The pipe between a connection and a handler: order, bounds, ends, cancellation.
import HTTP
import Platform
import Testing

@Suite struct BodyPipeTests {
  private static func pipe(_ highWaterBytes: Int = 100, _ demands: Lock<Int> = Lock(0)) -> BodyPipe {
    BodyPipe(highWaterBytes: highWaterBytes) { demands.withLock { $0 += 1 } }
  }

  @Test func piecesComeOutInOrderAndThenTheEnd() async throws {
    let pipe = Self.pipe()
    for value in 1...3 { _ = pipe.push([UInt8(value)]) }
    pipe.finish()
    let body = RequestBody(pipe: pipe, declaredLength: nil)
    var pieces: [[UInt8]] = []
    for try await piece in body { pieces.append(piece) }
    #expect(pieces == [[1], [2], [3]])
  }

  @Test func theProducerIsStoppedAtTheHighWaterMarkAndCalledBackBelowTheLow() async throws {
    let demands = Lock(0)
    let pipe = Self.pipe(100, demands)
    let piece = [UInt8](repeating: 0, count: 40)
    #expect([pipe.push(piece), pipe.push(piece), pipe.push(piece)] == [true, true, false])
    #expect(demands.withLock { $0 } == 0)
    _ = try await pipe.next()
    _ = try await pipe.next()
    #expect(demands.withLock { $0 } == 1, "the first read only")
    _ = try await pipe.next()
    #expect(demands.withLock { $0 } == 2)
  }

  @Test func anErrorComesAfterWhatWasReceived() async throws {
    let pipe = Self.pipe()
    _ = pipe.push([1])
    pipe.fail(HTTPError(.clientGone, "gone"))
    #expect(try await pipe.next() == [1])
    let error = await #expect(throws: HTTPError.self) { _ = try await pipe.next() }
    #expect(error?.code == .clientGone)
  }

  @Test func aReaderThatWaitsIsCancelled() async throws {
    let pipe = Self.pipe()
    let reader = Task { try await pipe.next() }
    reader.cancel()
    let error = await #expect(throws: HTTPError.self) { _ = try await reader.value }
    #expect(error?.code == .cancelled)
  }

  @Test func collectingStopsAtTheLimit() async throws {
    let pipe = Self.pipe(10_000)
    for _ in 0..<5 { _ = pipe.push([UInt8](repeating: 0, count: 100)) }
    pipe.finish()
    let body = RequestBody(pipe: pipe, declaredLength: nil)
    let error = await #expect(throws: HTTPError.self) { _ = try await body.collect(upTo: 499) }
    #expect(error?.status == .contentTooLarge)
    #expect(try await RequestBody([1, 2]).collect(upTo: 2) == [1, 2])
    await #expect(throws: HTTPError.self) { _ = try await RequestBody([1, 2]).collect(upTo: 1) }
  }

  @Test func aProducerAndAReaderOnTwoThreadsAgree() async throws {
    let demand = AsyncStream.makeStream(of: Void.self)
    let pipe = BodyPipe(highWaterBytes: 1000) { demand.continuation.yield() }
    let producer = Task.detached {
      var demands = demand.stream.makeAsyncIterator()
      for value in 0..<20_000 where !pipe.push([UInt8(truncatingIfNeeded: value), 1, 2]) {
        _ = await demands.next()
      }
      pipe.finish()
    }
    var index = 0
    while let piece = try await pipe.next() {
      guard piece[0] == UInt8(truncatingIfNeeded: index) else { break }
      index += 1
    }
    await producer.value
    #expect(index == 20_000)
  }
}
