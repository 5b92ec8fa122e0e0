// Figures in columns on a terminal.
internal import Glibc

/// Rows of text under a head; the first column stands left, the others right.
package struct Table {
  package let head: [String]
  private var rows: [[String]] = []

  package init(_ head: String...) { self.head = head }
  package init(head: [String]) { self.head = head }

  package mutating func add(_ row: String...) { rows.append(row) }
  package mutating func add(_ row: [String]) { rows.append(row) }

  package func print(title: String) {
    Swift.print("\n\(title)")
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for row in all {
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }
      Swift.print("  " + cells.joined(separator: "  "))
    }
    flush()
  }
}

/// Numbers as tables show them.
package enum Shown {
  package static func decimal(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((abs(value) * scale).rounded())
    guard digits > 0 else { return (value < 0 ? "-" : "") + "\(whole)" }
    let fraction = String(whole % Int(scale))
    return (value < 0 ? "-" : "") + "\(whole / Int(scale))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// With commas between thousands.
  package static func count(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "-" }
    let digits = Array("\(Int(value.rounded()))")
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  package static func megabytes(_ bytes: Int?) -> String { decimal(bytes.map { Double($0) / 1e6 }, 1) }

  package static func ratio(_ a: Double?, _ b: Double?) -> String {
    guard let a, let b, b > 0 else { return "-" }
    return decimal(a / b, 2)
  }

  package static func percent(_ share: Double) -> String {
    decimal(share * 100, share < 0.001 ? 2 : share < 0.01 ? 1 : 0) + " %"
  }
}

/// Says what is going on, in runs that take long.
package enum Progress {
  package static func say(_ what: String) {
    print("  … \(what)")
    flush()
  }
}
