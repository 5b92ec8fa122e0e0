// A text cut into pieces, the input of the model: what pre-tokenizers work on.

/// What to do with the separators a splitter finds (`SplitDelimiterBehavior` of the reference).
enum SplitBehavior: String {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"
}

/// Finds separators.
protocol SeparatorFinder {
  /// The first separator in `from..<end`, which is not empty. `from` and `end` are scalar boundaries.
  func next(_ bytes: UnsafePointer<UInt8>, from: Int, end: Int) -> (start: Int, end: Int)?
}

/// A text and the parts of it that go through the model one by one. The ranges are in order, not empty, and do not overlap.
struct Pieces {
  var text: AlignedText
  var ranges: [Range<Int>]

  init(_ text: AlignedText) {
    self.text = text
    ranges = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
  }

  /// Cuts every piece at the separators.
  /// - Parameter inverted: what lies between the separators counts as the separator.
  mutating func split(_ finder: some SeparatorFinder, _ behavior: SplitBehavior, inverted: Bool = false) {
    var result: [Range<Int>] = []
    result.reserveCapacity(max(ranges.count, text.bytes.count / 5))
    text.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      for range in ranges {
        var cut = SplitCollector(behavior)
        var position = range.lowerBound
        while position < range.upperBound {
          guard let match = finder.next(bytes, from: position, end: range.upperBound) else { break }
          if match.start > position { cut.add(position..<match.start, isSeparator: inverted, to: &result) }
          cut.add(match.start..<match.end, isSeparator: !inverted, to: &result)
          position = match.end
        }
        if position < range.upperBound {
          cut.add(position..<range.upperBound, isSeparator: inverted, to: &result)
        }
        cut.finish(&result)
      }
    }
    ranges = result
  }
}

/// Applies a behaviour to the parts of one piece, one after the other.
private struct SplitCollector {
  private let behavior: SplitBehavior
  private var wasSeparator = false
  private var isFirst = true
  private var pending: Range<Int>?

  init(_ behavior: SplitBehavior) { self.behavior = behavior }

  @inline(__always)
  mutating func add(_ part: Range<Int>, isSeparator: Bool, to result: inout [Range<Int>]) {
    switch behavior {
    case .isolated: result.append(part)
    case .removed: if !isSeparator { result.append(part) }
    case .contiguous: join(part, isSeparator == wasSeparator && !isFirst, &result)
    case .mergedWithPrevious: join(part, isSeparator && !wasSeparator && !isFirst, &result)
    case .mergedWithNext:
      if isSeparator {
        finish(&result)
        pending = part
      } else {
        result.append((pending?.lowerBound ?? part.lowerBound)..<part.upperBound)
        pending = nil
      }
    }
    wasSeparator = isSeparator
    isFirst = false
  }

  private func join(_ part: Range<Int>, _ joins: Bool, _ result: inout [Range<Int>]) {
    if joins, let last = result.popLast() {
      result.append(last.lowerBound..<part.upperBound)
    } else {
      result.append(part)
    }
  }

  mutating func finish(_ result: inout [Range<Int>]) {
    if let separator = pending { result.append(separator) }
    pending = nil
  }
}
