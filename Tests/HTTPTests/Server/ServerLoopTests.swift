// Where code runs: handlers on their connection's loop, whatever they awaited; and how a process learns that it should end.
import Glibc
import HTTP
import Platform
import TestSupport
import Testing

private actor OracleActor {
  func answer() -> Int { 42 }
}

@Suite struct ServerLoopTests {
  private static func thread() -> UInt { UInt(pthread_self()) }

  @Test func aHandlerStaysOnItsLoopAcrossAwaits() async throws {
    let pool = try BlockingPool(name: "test-work", threads: 1)
    let actor = OracleActor()
    try await TestServer.run(
      handler: { request in
        let start = Self.thread()
        _ = await actor.answer()
        let afterActor = Self.thread()
        let worker = try await pool.run { Self.thread() }
        let afterPool = Self.thread()
        try await Task.sleep(nanoseconds: 1_000_000)
        let afterSleep = Self.thread()
        return .text("\(start == afterActor && start == afterPool && start == afterSleep && start != worker)")
      },
      { server in
        let response = try await server.get("/")
        #expect(response.text == "true")
      })
  }

  @Test func aLoopServesOthersWhileAHandlerWaits() async throws {
    let release = TestEvent()
    try await TestServer.run(
      handler: { request in
        if request.path == "/wait" { await release.wait() }
        return .text(request.path)
      },
      { server in
        async let waiting = server.get("/wait")
        for _ in 0..<20 {
          let response = try await server.get("/quick")
          #expect(response.text == "/quick")
        }
        release.fire()
        #expect(try await waiting.text == "/wait")
      })
  }

  @Test func aSignalIsAwaited() async {
    // In a process of its own, which the signal is for.
    await #expect(processExitsWith: .success) {
      Shutdown.install()
      async let requested: Void = Shutdown.requested()
      kill(getpid(), SIGTERM)
      await requested
      // It stays requested.
      await Shutdown.requested()
    }
  }

  @Test func aSecondSignalEndsTheProcessAtOnce() async {
    await #expect(processExitsWith: .exitCode(128 + SIGTERM)) {
      Shutdown.install()
      kill(getpid(), SIGTERM)
      await Shutdown.requested()
      kill(getpid(), SIGTERM)
      // Any thread may get the signal, at any time.
      while true { pause() }
    }
  }
}
