// The log: whole JSON lines, levels, and no way for a secret to slip in.
import Platform
import Testing

struct LoggerTests {
  private func logger(_ sink: MemorySink, level: LogLevel = .debug, milliseconds: Int64 = 1_762_335_000_125) -> Logger {
    Logger(level: level, sink: sink, now: { LogTime(milliseconds: milliseconds) })
  }

  @Test func aLineIsOneJSONObjectWithItsFieldsInOrder() {
    let sink = MemorySink()
    logger(sink).info("listening", ["port": 8080, "host": "::1", "tls": false, "load": 0.5, "peer": nil])
    #expect(
      sink.lines == [
        #"{"time":"2025-11-05T09:30:00.125Z","level":"info","message":"listening","port":8080,"host":"::1","tls":false,"load":0.5,"peer":null}"#
          + "\n"
      ])
  }

  @Test func textCannotBreakOutOfItsLine() {
    let sink = MemorySink()
    logger(sink).warning("odd", ["name": "a\"}\n{\"level\":\"error\u{0}"])
    #expect(sink.lines.first?.contains(#""name":"a\"}\n{\"level\":\"error\u0000""#) == true)
    #expect(sink.lines.first?.filter { $0 == "\n" }.count == 1)
  }

  @Test func linesBelowTheLevelAreNotEvenEvaluated() {
    let sink = MemorySink()
    var evaluations = 0
    func fields() -> LogFields {
      evaluations += 1
      return [:]
    }
    let log = logger(sink, level: .warning)
    log.debug("a", fields())
    log.info("b", fields())
    log.warning("c", fields())
    log.error("d", fields())
    #expect(evaluations == 2)
    #expect(sink.lines.count == 2)
  }

  @Test func contextFieldsAreOnEveryLineAndMayBeOverridden() {
    let sink = MemorySink()
    let log = logger(sink).with(["request": "r1", "user": "u1"])
    log.info("done", ["user": "u2"])
    #expect(sink.lines.first?.contains(#""message":"done","request":"r1","user":"u2"}"#) == true)
  }

  @Test func fieldsCannotTakeTheNamesOfTheLinesOwn() {
    let sink = MemorySink()
    logger(sink).info("x", ["level": "error", "message": "y"])
    #expect(sink.lines.first?.contains(#""level":"info","message":"x","level_":"error","message_":"y""#) == true)
  }

  @Test func aSecretShowsOnlyItsPlaceholder() {
    let sink = MemorySink()
    let key = Secret("sk-1234")
    logger(sink).info("key made", ["key": .secret(key), "text": "\(key)"])
    #expect(sink.lines.first?.contains("sk-1234") == false)
    var dumped = ""
    dump(key, to: &dumped)
    dump(["nested": key], to: &dumped)
    #expect(!dumped.contains("sk-1234"))
    #expect(!String(reflecting: key).contains("sk-1234"))
    #expect(key.revealed() == "sk-1234")
  }

  @Test func longTextsAreCut() {
    let sink = MemorySink()
    logger(sink).info("x", ["text": .string(String(repeating: "a", count: 100_000))])
    #expect((sink.lines.first?.utf8.count ?? 0) < 9000)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (951_827_696_007, "2000-02-29T12:34:56.007Z"), (-1, "1969-12-31T23:59:59.999Z"),
  ])
  func timesArePrintedInUTC(milliseconds: Int64, text: String) {
    #expect(LogTime(milliseconds: milliseconds).description == text)
  }

  @Test func levelsAreReadByName() {
    #expect(LogLevel(name: "WARN") == .warning)
    #expect(LogLevel(name: "Debug") == .debug)
    #expect(LogLevel(name: "loud") == nil)
  }
}
