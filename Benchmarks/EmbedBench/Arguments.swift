// The command line of embed-bench.
import BenchmarkSupport
import Embeddings

/// What to measure, with which model, against whom.
struct Arguments: Sendable {
  enum Measurement: String, CaseIterable, Sendable {
    case throughput, query, start, quality
  }

  var modelFolder = ""
  var arithmetics = Arithmetic.allCases
  var threads = [1, 2]
  var measurements: [Measurement] = [.throughput, .query]
  var rounds = 5
  var seconds = 0.4
  /// A Python with the peer; nil measures without.
  var python: String?
  /// The program whose start is measured.
  var martlet: String?
  /// Files for quality; see Benchmarks/README.md.
  var reference: String?
  var paragraphs: String?
  var questions: String?
  var jsonPath: String?

  static let usage = """
    usage: embed-bench MODEL_FOLDER [flags]

      --arithmetic NAME,…   \(Arithmetic.allCases.map(\.rawValue).joined(separator: ", ")); default: all
      --python PATH         a Python with onnxruntime, onnx, numpy and tokenizers: ONNX Runtime in f32 takes part
      --threads N,…         default 1,2
      --measure NAME,…      \(Measurement.allCases.map(\.rawValue).joined(separator: ", ")), or all; default throughput,query
      --rounds N            the contenders take turns so often, and medians count; default 5
      --seconds S           the least time of one figure in one round; default 0.4
      --martlet PATH        start: the program that is started, `PATH embed`
      --reference FILE      quality: texts with the reference library's vectors (JSON); cosines to them
      --paragraphs FILE     quality: {"id", "text"} a line; with --questions recall and MRR@10 of exact search
      --questions FILE      quality: {"question", "paragraph_id"} a line, of which every fifth is asked
      --json FILE           every figure
    """

  /// - Throws: `BenchmarkError` naming what is wrong.
  init(_ words: [String]) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        modelFolder = word
        continue
      }
      guard let value = rest.popFirst() else { throw BenchmarkError("\(word) needs a value") }
      try take(word, value)
    }
    guard !modelFolder.isEmpty else { throw BenchmarkError("name the model's folder") }
  }

  private mutating func take(_ flag: String, _ value: String) throws {
    let list = value.split(separator: ",").map(String.init)
    switch flag {
    case "--arithmetic":
      arithmetics = try list.map {
        guard let arithmetic = Arithmetic(rawValue: $0) else { throw BenchmarkError("there is no arithmetic '\($0)'") }
        return arithmetic
      }
    case "--python": python = value
    case "--threads":
      threads = try list.map {
        guard let count = Int($0), count > 0 else { throw BenchmarkError("--threads are whole numbers above 0") }
        return count
      }
    case "--measure":
      measurements =
        value == "all"
        ? Measurement.allCases
        : try list.map {
          guard let measurement = Measurement(rawValue: $0) else {
            throw BenchmarkError("there is no measurement '\($0)'")
          }
          return measurement
        }
    case "--rounds":
      guard let count = Int(value), count > 0 else { throw BenchmarkError("--rounds is a whole number above 0") }
      rounds = count
    case "--seconds":
      guard let number = Double(value), number > 0 else { throw BenchmarkError("--seconds is a number above 0") }
      seconds = number
    case "--martlet": martlet = value
    case "--reference": reference = value
    case "--paragraphs": paragraphs = value
    case "--questions": questions = value
    case "--json": jsonPath = value
    default: throw BenchmarkError("\(flag) is not understood")
    }
  }
}
