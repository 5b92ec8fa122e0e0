// Checking payloads: every value is counted, listed and referenced as often as it occurs.

extension VectorCollection {
  func verifyPayloads(_ state: CollectionState, into report: inout VerificationReport) {
    let tables = payloads.snapshot
    let (graph, _) = storage.view()
    let text = tables.terms?.text
    var references: [UInt64: Int] = [:]
    var listCount = 0
    for case (let number, let column?) in tables.columns.enumerated() {
      var lengths: [UInt64: Int] = [:]
      var count = 0
      for slot in 0..<graph.limit {
        let key = column.key(slot)
        guard key != PayloadKey.absent else { continue }
        count += 1
        if !state.writer.isVertex(slot, in: graph) {
          report.problems.append("slot \(slot) is free and has a value in payload field '\(column.name)'")
        }
        if column.type.isListed { lengths[key, default: 0] += 1 }
        if column.type == .keyword { references[key, default: 0] += 1 }
      }
      if count != tables.counts[number] {
        report.problems.append(
          "payload field '\(column.name)' has \(count) values, and \(tables.counts[number]) were counted")
      }
      for (key, length) in lengths {
        let list = SlotList(
          of: key, in: column, tables.values?.list(of: ValueKey(key: key, column: UInt32(number))))
        let walked = list.walk(limit: graph.limit).reduce(0) { count, _ in count + 1 }
        if list.length != length || walked != length {
          report.problems.append(
            "a value of payload field '\(column.name)' occurs \(length) times, its list says \(list.length) "
              + "and has \(walked)")
        }
      }
      listCount += lengths.count
    }
    if let values = tables.values, values.count != listCount {
      report.problems.append("the payload fields have \(listCount) values, the table of lists has \(values.count)")
    }
    for (key, count) in references {
      guard let text, key <= UInt64(text.termLimit) else {
        report.problems.append("a payload field has keyword number \(key), which does not exist")
        continue
      }
      let record = text.record(UInt32(key - 1)).pointee
      if Int(record.references) != count {
        report.problems.append("keyword number \(key) occurs \(count) times, and \(record.references) were counted")
      }
      let keyword = String(decoding: text.text(UInt32(key - 1)), as: UTF8.self)
      if tables.terms?.term(keyword) != UInt32(key - 1) {
        report.problems.append("keyword number \(key) is not found by its text")
      }
    }
    if let terms = tables.terms, terms.count != references.count {
      report.problems.append("the payloads have \(references.count) keywords, the table has \(terms.count)")
    }
  }
}
