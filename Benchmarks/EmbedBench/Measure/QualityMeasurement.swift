// How true the vectors are: cosines to recorded ones, and what exact search finds with them.
import BenchmarkSupport
import FoundationEssentials

/// What could be judged; the rest is nil.
struct QualityFigures: Codable {
  var contender: String
  /// The lowest and the mean cosine to the reference's vectors.
  var lowestCosine: Double?
  var meanCosine: Double?
  /// Of questions to the paragraphs that answer them, by exact search.
  var recallAt1: Double?
  var recallAt10: Double?
  var meanReciprocalRankAt10: Double?
}

struct QualityMeasurement {
  let arguments: Arguments
  let contenders: [ContenderProcess]

  private struct Reference: Decodable {
    struct Case: Decodable {
      var text: String
      var embedding: [Float]
    }
    var cases: [Case]
  }
  private struct Paragraph: Decodable {
    var id: Int
    var text: String
  }
  private struct Question: Decodable {
    var question: String
    var paragraph_id: Int
  }

  func run() throws -> [QualityFigures] {
    try contenders.map { contender in
      Progress.say("quality of \(contender.name)")
      var figures = QualityFigures(contender: contender.name)
      if let path = arguments.reference { try compare(contender, path, &figures) }
      if let paragraphs = arguments.paragraphs, let questions = arguments.questions {
        try retrieve(contender, try Self.lines(paragraphs), try Self.lines(questions), &figures)
      }
      return figures
    }
  }

  private func compare(_ contender: ContenderProcess, _ path: String, _ figures: inout QualityFigures) throws {
    guard let data = FileManager.default.contents(atPath: path) else { throw BenchmarkError("\(path) cannot be read") }
    let cases = try JSONDecoder().decode(Reference.self, from: data).cases
    let cosines = zip(cases, try vectors(contender, cases.map(\.text))).map { Self.cosine($0.embedding, $1) }
    figures.lowestCosine = cosines.min()
    figures.meanCosine = cosines.reduce(0, +) / Double(cosines.count)
  }

  private func retrieve(
    _ contender: ContenderProcess, _ paragraphs: [Paragraph], _ questions: [Question], _ figures: inout QualityFigures
  ) throws {
    let asked = stride(from: 0, to: questions.count, by: 5).map { questions[$0] }
    let base = try vectors(contender, paragraphs.map(\.text))
    let queries = try vectors(contender, asked.map(\.question))
    var firsts = 0
    var tens = 0
    var reciprocals = 0.0
    for (question, query) in zip(asked, queries) {
      guard let wanted = paragraphs.firstIndex(where: { $0.id == question.paragraph_id }) else { continue }
      let score = Self.dot(base[wanted], query)
      let rank = 1 + base.count { Self.dot($0, query) > score }
      if rank == 1 { firsts += 1 }
      if rank <= 10 {
        tens += 1
        reciprocals += 1 / Double(rank)
      }
    }
    figures.recallAt1 = Double(firsts) / Double(asked.count)
    figures.recallAt10 = Double(tens) / Double(asked.count)
    figures.meanReciprocalRankAt10 = reciprocals / Double(asked.count)
  }

  private func vectors(_ contender: ContenderProcess, _ texts: [String]) throws -> [[Float]] {
    try contender.carryOut(Order(action: .vectors, threads: 2, texts: texts)).vectors ?? []
  }

  private static func lines<Row: Decodable>(_ path: String) throws -> [Row] {
    guard let data = FileManager.default.contents(atPath: path) else { throw BenchmarkError("\(path) cannot be read") }
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Row.self, from: $0) }
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    Double(dot(a, b)) / (Double(dot(a, a)) * Double(dot(b, b))).squareRoot()
  }
}
