// The measurements of embed-bench. Best of three rounds, each at least a third of the given time.
import Embeddings
import Glibc

struct EncoderBenchmark {
  let modelFolder: String
  let seconds: Double

  func run() async throws {
    for arithmetic in Arithmetic.allCases { try await run(arithmetic) }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print("largest resident size: \(usage.ru_maxrss / 1024) MB")
  }

  private func run(_ arithmetic: Arithmetic) async throws {
    let started = Clocks.now()
    let encoder = try NativeEncoder(folder: ModelFolder.open(at: modelFolder), arithmetic: arithmetic)
    let loaded = started.elapsed().wall
    print("\(encoder.model.id), \(arithmetic), \(encoder.instructionSet), loaded in \(rounded(loaded * 1000)) ms")
    let sets = TextSets(tokenizer: encoder.tokenizer)
    print("texts       threads  tokens/s  per CPU second")
    for threads in [1, 2] {
      var configuration = EmbeddingService.Configuration()
      configuration.threads = threads
      configuration.cachedQueries = 0
      let service = try EmbeddingService(encoder: encoder, configuration: configuration)
      for set in sets.all {
        let (wall, cpu) = try await throughput(service, set)
        print(
          "\(pad(set.name, 12))\(pad("\(threads)", 9))\(pad("\(Int(wall))", 10))\(Int(cpu))")
      }
      let latencies = try await queryLatencies(service)
      print(
        "one query of 12 tokens, \(threads) threads: p50 \(rounded(latencies[latencies.count / 2] * 1000)) ms, "
          + "p99 \(rounded(latencies[latencies.count * 99 / 100] * 1000)) ms")
      service.stop()
    }
  }

  /// Tokens per second of the clock and of processor time.
  private func throughput(_ service: EmbeddingService, _ set: TextSet) async throws -> (wall: Double, cpu: Double) {
    var best = (wall: 0.0, cpu: 0.0)
    for _ in 0..<3 {
      let start = Clocks.now()
      var tokens = 0
      repeat {
        _ = try await service.embed(set.texts, as: .passage)
        tokens += set.tokens
      } while start.elapsed().wall < seconds / 3
      let elapsed = start.elapsed()
      best.wall = max(best.wall, Double(tokens) / elapsed.wall)
      best.cpu = max(best.cpu, Double(tokens) / elapsed.cpu)
    }
    return best
  }

  /// Sorted seconds from call to vector of single queries, one after the other.
  private func queryLatencies(_ service: EmbeddingService) async throws -> [Double] {
    var latencies: [Double] = []
    for _ in 0..<200 {
      let start = Clocks.now()
      _ = try await service.embed("How does the quick brown fox jump over it?", as: .query)
      latencies.append(start.elapsed().wall)
    }
    return latencies.sorted()
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.utf8.count))
  }
}

/// A point in time: the clock and the process's processor time.
struct Clocks {
  private let wall: Double
  private let cpu: Double

  static func now() -> Clocks { Clocks(wall: read(CLOCK_MONOTONIC), cpu: read(CLOCK_PROCESS_CPUTIME_ID)) }

  func elapsed() -> (wall: Double, cpu: Double) {
    let now = Clocks.now()
    return (now.wall - wall, now.cpu - cpu)
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
