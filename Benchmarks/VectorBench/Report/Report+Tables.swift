// The tables a run prints, each when its measurement is done.
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
    table.print(title: "A fresh process (file in the page cache; memory after answering every query)")
  }

  static func printFilters(_ filters: [FilterFigures]) {
    var table = Table(
      "filter", "matching", "vectors", "efSearch", "recall", "queries/s", "of the best other", "fewer than k")
    for figures in filters {
      table.add(
        figures.contender, Shown.percent(figures.selectivity), "\(figures.matchCount)", "\(figures.effort)",
        Shown.decimal(figures.recall, 4), Shown.count(figures.queriesPerSecond),
        figures.isOwn ? Shown.ratio(figures.queriesPerSecond, Self.bestOther(than: figures, filters)) : "",
        "\(figures.shortAnswers)")
    }
    table.print(
      title:
        "Filtered search (the lowest efSearch that reaches .99, else the best; the best other: the store's own scan "
        + "or a peer, of no less recall)")
  }

  /// Queries/s of the quickest alternative to `figures`: a scan of the matches by the same store, or a peer's filter.
  private static func bestOther(than figures: FilterFigures, _ filters: [FilterFigures]) -> Double? {
    filters.filter {
      $0.selectivity == figures.selectivity && !$0.isOwn && $0.recall >= min(0.99, figures.recall)
        && (!$0.isScan || $0.contender.hasPrefix(figures.contender + ","))
    }.map(\.queriesPerSecond).max()
  }

  static func printChurns(_ churns: [ChurnFigures]) {
    var table = Table(
      "churn", "state", "@.90", "@.95", "@.99", "recall loss", "of fresh @.95", "@.99", "deletes/s", "inserts/s",
      "tombstones")
    var fresh: ChurnFigures?
    for figures in churns {
      if figures.state == "fresh" { fresh = figures }
      let loss = fresh.flatMap { Self.greatestRecallLoss(from: $0.curve, to: figures.curve) }
      func ofFresh(_ recall: Double) -> String {
        Shown.ratio(
          figures.curve.queriesPerSecond(atRecall: recall), fresh?.curve.queriesPerSecond(atRecall: recall))
      }
      table.add(
        [figures.contender, figures.state]
          + CurveFigures.recalls.map { Shown.count(figures.curve.queriesPerSecond(atRecall: $0)) }
          + [
            Shown.decimal(loss, 4), ofFresh(0.95), ofFresh(0.99), Shown.count(figures.deletedPerSecond),
            Shown.count(figures.insertedPerSecond), figures.tombstoneCount.map { "\($0)" } ?? "-",
          ])
    }
    table.print(title: "Churn (recall loss: the greatest at any efSearch where the fresh build reaches .90)")
  }

  /// How much recall `later` loses against `fresh` at equal effort, where it loses most.
  private static func greatestRecallLoss(from fresh: RecallCurve, to later: RecallCurve) -> Double? {
    zip(fresh.points, later.points).filter { $0.0.recall >= 0.90 }.map { $0.recall - $1.recall }.max()
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
  /// A filtered search of Martlet's, not its scan.
  var isOwn: Bool { contender.hasPrefix("martlet") && !isScan }
}
