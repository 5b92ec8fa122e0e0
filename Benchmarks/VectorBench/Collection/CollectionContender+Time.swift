// Times by the clock: of single searches, and of searches on several threads at once.
import BenchmarkSupport
import Glibc
import Platform
import VectorStore

extension CollectionContender {
  /// Answers every query once to warm up, then three times, each timed by itself.
  func latency(_ order: Order) throws -> Outcome {
    let collection = try opened(order)
    let filter = filter(order)
    var latencies: [Double] = []
    for round in 0..<4 {
      for query in queries {
        let start = Stopwatch()
        _ = try collection.search(query, k: settings.k, efSearch: order.effort, filter: filter)
        if round > 0 { latencies.append(start.wallSeconds) }
      }
    }
    var outcome = Outcome()
    outcome.latencies = latencies
    return outcome
  }

  /// Searches on `order.threads` threads for `order.seconds`.
  func parallel(_ order: Order) throws -> Outcome {
    let collection = try opened(order)
    let (queries, k) = (queries, settings.k)
    let counts = Lock<[Int]>([])
    let start = Stopwatch()
    let threads = (0..<order.threads).map { number in
      SearchThread {
        var count = 0
        while start.wallSeconds < order.seconds {
          for offset in 0..<100 {
            let query = queries[(count + offset + number * queries.count / order.threads) % queries.count]
            _ = try? collection.search(query, k: k, efSearch: order.effort)
          }
          count += 100
        }
        let done = count
        counts.withLock { $0.append(done) }
      }
    }
    for thread in threads { thread.join() }
    var outcome = Outcome()
    (outcome.cpuSeconds, outcome.wallSeconds) = (start.cpuSeconds, start.wallSeconds)
    outcome.queriesPerSecond = Double(counts.withLock { $0.reduce(0, +) }) / start.wallSeconds
    return outcome
  }
}

/// A thread of the system's, so that the number of threads is what was asked for.
private final class SearchThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Body(body)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context)
  }

  func join() { pthread_join(thread, nil) }
}
