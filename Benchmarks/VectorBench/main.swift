// vector-bench: what the vector store does on a data set, beside other libraries in the same run.
//
//     vector-bench BASE QUERIES [NEIGHBOURS] [flags]      (the flags are in Arguments.swift, or: vector-bench --help)
//
// Every contender is a process of its own that answers orders on a pipe; this one reads the data, gives the orders, and
// judges the answers. `vector-bench contender …` is such a process for Martlet's store.
import FoundationEssentials
import Glibc

func run(_ words: [String]) async throws {
  let arguments = try Arguments(words)
  let temporary = try ScratchFolder.make()
  defer { try? FileManager.default.removeItem(atPath: temporary) }

  var reports: [Report] = []
  try await DataSet.forEach(arguments) { dataSet in
    let indexes = (arguments.keptDirectory ?? temporary) + "/\(dataSet.count)"
    try FileManager.default.createDirectory(atPath: indexes, withIntermediateDirectories: true)
    try dataSet.write(to: temporary)
    print(
      "\n\(dataSet.name): \(dataSet.count) x \(dataSet.dimension), \(dataSet.metric), \(dataSet.queryCount) queries, "
        + "k = \(dataSet.k)")
    let factory = ContenderFactory(
      dataDirectory: temporary, indexDirectory: indexes, dataSet: dataSet, arguments: arguments)
    reports.append(try await Competition(arguments: arguments, dataSet: dataSet, factory: factory).run())
    try Report.write(reports, arguments)
  }
  if reports.count > 1 { Report.printGrowth(reports) }
}

// A contender that has ended is an error to report, not a signal to die of.
signal(SIGPIPE, SIG_IGN)
let words = CommandLine.arguments.dropFirst()
do {
  switch words.first {
  case nil, "--help", "-h": print(Arguments.usage)
  case "contender": try CollectionContender(.init(words.dropFirst())).run()
  default: try await run(Array(words))
  }
} catch {
  print("vector-bench: \(error)")
  exit(1)
}
