// Every figure of a run: tables on the terminal, and the JSON file.
import BenchmarkSupport
import FoundationEssentials

struct Report: Codable {
  var throughputs: [ThroughputFigures]?
  var queries: [QueryFigures]?
  var starts: [StartFigures]?
  var qualities: [QualityFigures]?

  func printTables() {
    if let throughputs { Self.table(throughputs).print(title: "Tokens/s, and the ratio to the first contender") }
    if let queries { Self.table(queries).print(title: "One query of 12 tokens on an idle service") }
    if let starts { Self.table(starts).print(title: "A fresh process that embeds one line") }
    if let qualities { Self.table(qualities).print(title: "Quality") }
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: URL(filePath: path))
  }

  private static func table(_ figures: [ThroughputFigures]) -> Table {
    let sets = figures.reduce(into: [String]()) { if !$0.contains($1.texts) { $0.append($1.texts) } }
    var table = Table(head: ["threads, contender"] + sets)
    var rows: [(threads: Int, contender: String)] = []
    for figure in figures where !rows.contains(where: { $0 == (figure.threads, figure.contender) }) {
      rows.append((figure.threads, figure.contender))
    }
    for row in rows {
      let cells = sets.map { set in
        let figure = figures.first { ($0.texts, $0.threads, $0.contender) == (set, row.threads, row.contender) }
        return "\(Shown.count(figure?.tokensPerSecond)) (\(Shown.decimal(figure?.ratio, 2)))"
      }
      table.add(["\(row.threads), \(row.contender)"] + cells)
    }
    return table
  }

  private static func table(_ figures: [QueryFigures]) -> Table {
    var table = Table("threads, contender", "p50 ms", "p99 ms", "p50 ratio")
    for figure in figures {
      table.add(
        "\(figure.threads), \(figure.contender)", Shown.decimal(figure.p50Milliseconds, 3),
        Shown.decimal(figure.p99Milliseconds, 3), Shown.decimal(figure.ratio, 2))
    }
    return table
  }

  private static func table(_ figures: [StartFigures]) -> Table {
    var table = Table("contender", "ms", "peak MB")
    for figure in figures {
      table.add(
        figure.contender, Shown.decimal(figure.milliseconds, 1), Shown.megabytes(Int(figure.peakResidentBytes)))
    }
    return table
  }

  private static func table(_ figures: [QualityFigures]) -> Table {
    var table = Table("contender", "lowest cosine", "mean cosine", "recall@1", "recall@10", "MRR@10")
    for figure in figures {
      table.add(
        figure.contender, Shown.decimal(figure.lowestCosine, 6), Shown.decimal(figure.meanCosine, 6),
        Shown.decimal(figure.recallAt1, 4), Shown.decimal(figure.recallAt10, 4),
        Shown.decimal(figure.meanReciprocalRankAt10, 4))
    }
    return table
  }
}
