// UTF-16 offsets of places that come in no order: each distinct place is counted once, in one pass over the text.

/// Translates chosen UTF-8 offsets.
struct UTF16Offsets {
  private var places: [Int] = []
  private var units: [Int] = []
  private let isASCII: Bool

  /// - Complexity: O(text) and O(m log m) in the number of places.
  init(_ text: UTF8Text, places: [Int]) {
    isASCII = text.isASCII
    if isASCII { return }
    var position = 0
    var count = 0
    for place in places.sorted() where place != self.places.last {
      count += text.utf16Count(position..<place)
      position = place
      self.places.append(place)
      units.append(count)
    }
  }

  /// `range`, whose bounds are among the places.
  func textRange(_ range: Range<Int>) -> TextRange {
    if isASCII { return TextRange(utf8: range, utf16: range) }
    return TextRange(utf8: range, utf16: self[range.lowerBound]..<self[range.upperBound])
  }

  private subscript(place: Int) -> Int {
    let index = places.partitionIndex { $0 >= place }
    return units[index]
  }
}

extension Array {
  /// The first index whose element satisfies `predicate`, in an array where all that do stand at the end.
  func partitionIndex(_ predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
