// The texts of a workbook's cells, which are kept once and pointed at by number. One buffer and the ends of its strings:
// a workbook may have millions of them.

/// A workbook's table of strings.
struct SharedStrings {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// - Parameter stream: the workbook's part; `nil` when it has none.
  init(_ stream: XMLStream?) throws(DocumentError) {
    guard let stream else { return }
    var isInText = false
    var node = try stream.next()
    while let current = node {
      switch current {
      case .start:
        if stream.name == "rPh" {
          // How a Japanese word is pronounced; no part of the text.
          node = try stream.skipChildren()
          continue
        }
        if stream.name == "t" { isInText = !stream.isEmptyElement }
        if stream.name == "si", stream.isEmptyElement { ends.append(bytes.count) }
      case .end:
        if stream.name == "t" { isInText = false }
        if stream.name == "si" { ends.append(bytes.count) }
      case .text: if isInText { bytes.append(contentsOf: stream.text) }
      case .other: break
      }
      node = try stream.next()
    }
  }

  /// The string of this number; empty when there is none.
  subscript(number: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(number) else { return [] }
    return bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }
}
