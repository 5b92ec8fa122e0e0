// Martlet's side of the competition: one arithmetic of the native encoder behind the service that a server uses.
import BenchmarkSupport
import Embeddings
import FoundationEssentials

/// Carries out orders until its input ends.
struct EncoderContender {
  private let encoder: NativeEncoder

  /// - Parameter words: the model's folder and the arithmetic.
  init(_ words: [String]) throws {
    guard words.count == 2, let arithmetic = Arithmetic(rawValue: words[1]) else {
      throw BenchmarkError("a contender is started with the model's folder and the arithmetic")
    }
    encoder = try NativeEncoder(folder: ModelFolder.open(at: words[0]), arithmetic: arithmetic)
  }

  func run() async throws {
    var services: [Int: EmbeddingService] = [:]
    while let line = readLine() {
      let order = try JSONDecoder().decode(Order.self, from: Data(line.utf8))
      let service = try services[order.threads] ?? self.service(threads: order.threads)
      services[order.threads] = service
      let outcome = try await carryOut(order, service)
      print(String(decoding: try JSONEncoder().encode(outcome), as: UTF8.self))
      flush()
    }
  }

  private func service(threads: Int) throws -> EmbeddingService {
    var configuration = EmbeddingService.Configuration()
    configuration.threads = threads
    configuration.cachedQueries = 0
    return try EmbeddingService(encoder: encoder, configuration: configuration)
  }

  private func carryOut(_ order: Order, _ service: EmbeddingService) async throws -> Outcome {
    var outcome = Outcome()
    switch order.action {
    case .vectors: outcome.vectors = try await service.embed(order.texts, as: .passage)
    case .latency:
      _ = try await service.embed(order.texts, as: .query)
      let whole = Stopwatch()
      var latencies: [Double] = []
      while latencies.count < 20 || whole.wallSeconds < order.seconds {
        let one = Stopwatch()
        _ = try await service.embed(order.texts, as: .query)
        latencies.append(one.wallSeconds)
      }
      outcome.latencies = latencies
    case .throughput:
      let whole = Stopwatch()
      var passes = 0
      repeat {
        _ = try await service.embed(order.texts, as: .passage)
        passes += 1
      } while whole.wallSeconds < order.seconds
      outcome.passes = passes
      outcome.seconds = whole.wallSeconds
      outcome.residentBytes = ProcessMemory.residentBytes()
    }
    return outcome
  }
}
