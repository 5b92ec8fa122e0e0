// The tables a run prints, each when its measurement is done.
import BenchmarkSupport
import Measurement

extension Report {
  static func printBuilds(_ builds: [BuildFigures], rawByteCount: Int) {
    var table = Table("build", "threads", "vectors/s", "clock s", "CPU s", "file MB", "file / raw")
    for build in builds {
      let file = build.fileBytes.map(Double.init)
      table.add(
        build.contender, build.wasReused ? "kept" : "\(build.threads)", Shown.count(build.vectorsPerSecond),
        Shown.decimal(build.wallSeconds, 2), Shown.decimal(build.cpuSeconds, 2), Shown.megabytes(build.fileBytes),
        Shown.ratio(file, Double(rawByteCount)))
    }
    table.print(title: "Build (Martlet: durable batches of 1,000; peers: in memory)")
  }

  static func printCurves(_ curves: [CurveFigures]) {
    var points = Table("recall@k / queries/s", "efSearch", "recall", "queries/s")
    for figures in curves {
      for point in figures.curve.points {
        points.add(
          figures.contender, "\(point.effort)", Shown.decimal(point.recall, 4), Shown.count(point.queriesPerSecond))
      }
    }
    points.print(title: "Search, one thread, processor time, best round")

    var rates = Table("queries/s at a recall of", ".90", ".95", ".99")
    for figures in curves {
      rates.add(
        [figures.contender] + CurveFigures.recalls.map { Shown.count(figures.curve.queriesPerSecond(atRecall: $0)) })
    }
    rates.print(title: "Interpolated")

    let (own, peers) = (curves.filter { $0.isOwn }, curves.filter { !$0.isOwn })
    guard !own.isEmpty, !peers.isEmpty else { return }
    var ratios = Table("ratio at a recall of", ".90", ".95", ".99")
    for figures in own {
      for peer in peers {
        ratios.add(
          ["\(figures.contender) : \(peer.contender)"]
            + CurveFigures.recalls.map {
              Shown.ratio(figures.curve.queriesPerSecond(atRecall: $0), peer.curve.queriesPerSecond(atRecall: $0))
            })
      }
    }
    ratios.print(title: "Queries/s, Martlet : peer")
  }

  static func printOpens(_ opens: [OpenFigures]) {
    var table = Table("open", "open ms", "first answer ms", "resident MB", "file MB")
    for figures in opens {
      table.add(
        figures.contender, Shown.decimal(figures.openMilliseconds, 2),
        Shown.decimal(figures.firstAnswerMilliseconds, 2),
        Shown.megabytes(figures.residentBytes), Shown.megabytes(figures.fileBytes))
    }
    table.print(title: "A fresh process (medians; file in the page cache; memory after answering every query)")
  }

  static func printFilters(_ filters: [FilterFigures]) {
    var table = Table(
      "filter", "matching", "vectors", "efSearch", "recall", "queries/s", "of own scan", "of best peer", "which is",
      "fewer than k")
    for figures in filters {
      let rivals = figures.isOwn ? Self.rivals(of: figures, filters) : (scan: nil, peer: nil)
      table.add(
        figures.contender, Shown.percent(figures.selectivity), "\(figures.matchCount)",
        figures.isScan ? "-" : "\(figures.effort)", Shown.decimal(figures.recall, 4),
        Shown.count(figures.queriesPerSecond),
        rivals.scan.map { Shown.ratio(figures.queriesPerSecond, $0.queriesPerSecond) } ?? "",
        rivals.peer.map { Shown.ratio(figures.queriesPerSecond, $0.queriesPerSecond) } ?? "",
        rivals.peer?.contender ?? "", figures.shortAnswers == 0 ? "none" : "\(figures.shortAnswers)")
    }
    table.print(
      title:
        "Filtered search (the lowest efSearch that reaches .99, else the best; peers of no less recall; hnswlib is asked "
        + "through Python's callback, faiss and its scan in one call for all queries)")
  }

  /// What `figures` stand against: the same store comparing with every match, and the quickest peer of no less recall.
  private static func rivals(
    of figures: FilterFigures, _ filters: [FilterFigures]
  ) -> (scan: FilterFigures?, peer: FilterFigures?) {
    let same = filters.filter { $0.selectivity == figures.selectivity }
    return (
      same.first { $0.contender == figures.contender + ", scan" },
      same.filter { !$0.isMartlet && $0.recall >= min(0.99, figures.recall) }
        .max { $0.queriesPerSecond < $1.queriesPerSecond }
    )
  }

  static func printChurns(_ churns: [ChurnFigures]) {
    var table = Table(
      "churn", "state", "@.95", "of fresh", "@.99", "of fresh", "recall loss", "±", "greatest", "inserts/s",
      "of fresh", "deletes/s", "tombstones", "compact s")
    for (place, figures) in churns.enumerated() {
      func speed(_ recall: Double) -> (fresh: Double?, now: Double?) {
        (figures.fresh.queriesPerSecond(atRecall: recall), figures.curve.queriesPerSecond(atRecall: recall))
      }
      let (at95, at99) = (speed(0.95), speed(0.99))
      if place == 0 || churns[place - 1].contender != figures.contender {
        table.add(
          [figures.contender, "fresh", Shown.count(at95.fresh), "", Shown.count(at99.fresh), "", "", "", ""]
            + [Shown.count(figures.freshInsertedPerSecond), "", "", "", ""])
      }
      let losses = figures.recallLosses
      table.add(
        figures.contender, figures.state, Shown.count(at95.now), Shown.ratio(at95.now, at95.fresh),
        Shown.count(at99.now), Shown.ratio(at99.now, at99.fresh),
        Shown.decimal(losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count), 4),
        losses.count > 1 ? Shown.decimal(((losses.max() ?? 0) - (losses.min() ?? 0)) / 2, 4) : "-",
        Shown.decimal(figures.greatestRecallLoss, 4), Shown.count(figures.insertedPerSecond),
        Shown.ratio(figures.insertedPerSecond, figures.freshInsertedPerSecond), Shown.count(figures.deletedPerSecond),
        figures.tombstoneCount.map { "\($0)" } ?? "-", Shown.decimal(figures.compactSeconds, 2))
    }
    table.print(
      title:
        "Churn (beside a fresh build of the same vectors in the same process; recall loss at equal efSearch: on average "
        + "where the fresh build has .90 to .995, half the range of the replicas, and the greatest)")
  }

  static func printScalings(_ scalings: [ScalingFigures]) {
    var table = Table("threads", "efSearch", "1 thread", "2 threads", "ratio")
    for one in scalings where one.threads == 1 {
      let two = scalings.first { $0.contender == one.contender && $0.threads == 2 }
      table.add(
        one.contender, "\(one.effort)", Shown.count(one.queriesPerSecond), Shown.count(two?.queriesPerSecond),
        Shown.ratio(two?.queriesPerSecond, one.queriesPerSecond))
    }
    table.print(title: "Queries/s by the clock on one thread and on two")
  }

  static func printLatencies(_ latencies: [LatencyFigures]) {
    var table = Table("latency", "search", "efSearch", "p50 ms", "p90 ms", "p99 ms", "inserts/s", "batch")
    for figures in latencies {
      table.add(
        figures.contender, figures.what, "\(figures.effort)", Shown.decimal(figures.p50Milliseconds, 3),
        Shown.decimal(figures.p90Milliseconds, 3), Shown.decimal(figures.p99Milliseconds, 3),
        Shown.count(figures.insertedPerSecond), figures.batchSize.map { "\($0)" } ?? "-")
    }
    table.print(title: "20,000 vectors in process (Martlet's inserts are durable)")
  }
}

extension CurveFigures {
  var isOwn: Bool { contender.hasPrefix("martlet") }
}

extension FilterFigures {
  var isScan: Bool { contender.hasSuffix(", scan") }
  var isMartlet: Bool { contender.hasPrefix("martlet") }
  /// A filtered search of Martlet's, not its scan.
  var isOwn: Bool { isMartlet && !isScan }
}
