// The log behind the service's back: in order, whole, and never in the way.
import Platform
import RAGServer
import Testing

struct BackgroundSinkTests {
  /// A terminal that takes nothing until it is let go.
  private final class StuckSink: LogSink {
    private let collected = Lock<[UInt8]>([])
    private let gate = Lock(())

    var text: String { collected.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Runs `body` while every write waits.
    func stuck(_ body: () -> Void) { gate.withLock { _ in body() } }

    func write(_ line: [UInt8]) { gate.withLock { _ in collected.withLock { $0 += line } } }
  }

  @Test func linesArriveWholeAndInOrder() throws {
    let target = MemorySink()
    let sink = try BackgroundSink(target)
    for number in 0..<1_000 { sink.write(Array("line \(number)\n".utf8)) }
    sink.flush()
    #expect(target.lines.joined() == (0..<1_000).map { "line \($0)\n" }.joined())
  }

  @Test func aLogThatNobodyReadsHoldsNobodyUpAndSaysWhatItLost() throws {
    let target = StuckSink()
    let sink = try BackgroundSink(target)
    let line = [UInt8](repeating: 0x61, count: 1 << 10)
    let count = 3 * (BackgroundSink.capacityBytes >> 10)
    target.stuck { for _ in 0..<count { sink.write(line) } }
    sink.flush()
    #expect(target.text.contains("log lines dropped"))
    #expect(target.text.utf8.count <= 2 * BackgroundSink.capacityBytes + 1_000)
  }
}
