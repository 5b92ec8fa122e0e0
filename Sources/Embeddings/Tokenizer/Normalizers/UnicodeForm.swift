// Unicode's normalisation forms (UAX #15) with alignment: NFC, NFD, NFKC, NFKD.
//
// Nearly all text is in the wanted form already. A table says which scalars can matter (a mark, a scalar that decomposes, one
// that may join the scalar before it); between them text is copied. Around them the textbook algorithm runs: decompose, put
// marks in order, compose. The reference's tables are those of Unicode 9: what was assigned later stays as it is.
@_spi(_Unicode) import Swift

extension UnicodeVersion {
  /// `unicode-normalization-alignments`, which normalises for the reference.
  static let normalization = 9
}

/// One of the four forms.
struct UnicodeForm: TextNormalizer {
  private let composes: Bool
  private let isCompatible: Bool
  private let table: ScalarTable

  static let nfc = UnicodeForm(composes: true, isCompatible: false)
  static let nfd = UnicodeForm(composes: false, isCompatible: false)
  static let nfkc = UnicodeForm(composes: true, isCompatible: true)
  static let nfkd = UnicodeForm(composes: false, isCompatible: true)

  private init(composes: Bool, isCompatible: Bool) {
    self.composes = composes
    self.isCompatible = isCompatible
    // Bit 0: the scalar matters. Bits 8-15: its combining class.
    table = ScalarTable { scalar in
      let order = UInt64(scalar.combiningClass) << 8
      var marked = Self.decomposition(scalar, isCompatible).map {
        Marked(scalar: $0, order: $0.combiningClass, change: 0)
      }
      Self.sortMarks(&marked)
      if composes { Self.compose(&marked) }
      let matters =
        order != 0 || marked.map(\.scalar) != [scalar] || (composes && Composition.joins(scalar.value))
      return order | (matters ? 1 : 0)
    }
  }

  func normalize(_ text: inout AlignedText) {
    let old = text
    var new: AlignedText?
    old.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      var copied = 0
      var previous = 0
      var position = 0
      while position < buffer.count {
        let scalar = UTF8Text.scalar(bytes, position)
        guard table[scalar.value] & 1 != 0 else {
          previous = position
          position += scalar.length
          continue
        }
        // From the scalar before to the next that does not matter.
        let start = max(copied, previous)
        var end = position + scalar.length
        while end < buffer.count {
          let scalar = UTF8Text.scalar(bytes, end)
          guard table[scalar.value] & 1 != 0 else { break }
          end += scalar.length
        }
        if new == nil { new = AlignedText(replacing: old) }
        new?.append(old, copied..<start)
        appendNormalized(old, bytes, start..<end, to: &new)
        copied = end
        previous = end
        position = end
      }
      new?.append(old, copied..<buffer.count)
    }
    if let new { text = new }
  }

  private func appendNormalized(
    _ text: borrowing AlignedText, _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, to new: inout AlignedText?
  ) {
    var scalars: [Marked] = []
    var origins: [UInt32] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let scalar = UTF8Text.scalar(bytes, position)
      if let value = Unicode.Scalar(scalar.value) {
        for (index, part) in Self.decomposition(value, isCompatible).enumerated() {
          scalars.append(Marked(scalar: part, order: order(part), change: index > 0 ? 1 : 0))
        }
      }
      origins.append(text.origin(position))
      position += scalar.length
    }
    Self.sortMarks(&scalars)
    if composes { Self.compose(&scalars) }
    // The reference aligns by counting: a scalar with a change of 0 or less stands for the next of the source and uses up as
    // many more; one with a positive change was put in and stands for the one before.
    var next = 0
    for marked in scalars {
      let index = marked.change > 0 ? next - 1 : next
      new?.append(marked.scalar, origin: origins[max(0, min(index, origins.count - 1))])
      if marked.change <= 0 { next += 1 - marked.change }
    }
  }

  private func order(_ scalar: Unicode.Scalar) -> UInt8 {
    scalar.value < 0x300 ? 0 : UInt8(truncatingIfNeeded: table[scalar.value] >> 8)
  }

  /// A scalar on its way.
  private struct Marked {
    var scalar: Unicode.Scalar
    /// Its combining class.
    var order: UInt8
    /// How many scalars more (or, negative, fewer) than one of the source it stands for.
    var change: Int
  }

  private static func decomposition(_ scalar: Unicode.Scalar, _ isCompatible: Bool) -> [Unicode.Scalar] {
    if isCompatible, let parts = CompatibilityTable.decompositions[scalar.value] { return parts }
    return scalar.bertDecomposition
  }

  /// Canonical ordering: marks behind a starter by class, those of one class as they stand.
  private static func sortMarks(_ scalars: inout [Marked]) {
    var start = 0
    while start < scalars.count {
      guard scalars[start].order != 0 else {
        start += 1
        continue
      }
      var end = start
      var isSorted = true
      while end < scalars.count, scalars[end].order != 0 {
        if end > start, scalars[end].order < scalars[end - 1].order { isSorted = false }
        end += 1
      }
      if !isSorted {
        let sorted = scalars[start..<end].enumerated().sorted {
          ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }
        scalars.replaceSubrange(start..<end, with: sorted.map(\.element))
      }
      start = end
    }
  }

  /// Canonical composition, in place.
  private static func compose(_ scalars: inout [Marked]) {
    var kept: [Marked] = []
    kept.reserveCapacity(scalars.count)
    var starter = -1
    for marked in scalars {
      if starter >= 0 {
        let last = kept[kept.count - 1]
        // Blocked when something of the same or a higher class stands between.
        let isBlocked = kept.count - 1 > starter && (last.order >= marked.order || last.order == 0)
        if !isBlocked, let composed = Composition.compose(kept[starter].scalar, marked.scalar) {
          kept[starter].scalar = composed
          kept[starter].change += marked.change - 1
          continue
        }
      }
      if marked.order == 0 { starter = kept.count }
      kept.append(marked)
    }
    scalars = kept
  }
}

extension Unicode.Scalar {
  /// The canonical combining class in the reference's version of Unicode.
  var combiningClass: UInt8 {
    guard value >= 0x300, UnicodeVersion.isAssigned(self, by: UnicodeVersion.normalization) else { return 0 }
    return properties.canonicalCombiningClass.rawValue
  }
}

/// Which two scalars compose to one: the inverse of the canonical decompositions, less the excluded ones.
private enum Composition {
  /// Ranges that hold every scalar with a canonical decomposition but Hangul and the compatibility ideographs, which do not
  /// come back.
  private static let ranges: [ClosedRange<UInt32>] = [
    0xC0...0x1FFF, 0x2000...0x2BFF, 0x3040...0x30FF, 0xFB1D...0xFB4F, 0x11000...0x11FFF, 0x16000...0x16FFF,
    0x1D100...0x1D1FF,
  ]

  private static let pairs: [UInt64: UInt32] = {
    var pairs: [UInt64: UInt32] = [:]
    for scalar in ranges.joined().compactMap({ Unicode.Scalar($0) }) {
      let parts = scalar.bertDecomposition
      guard parts.count > 1, let last = parts.last, Array(String(scalar)._nfc) == [scalar] else { continue }
      var head = ""
      head.unicodeScalars.append(contentsOf: parts.dropLast())
      let first = Array(head._nfc)
      if first.count == 1 { pairs[key(first[0].value, last.value)] = scalar.value }
    }
    return pairs
  }()

  private static let seconds = Set(pairs.keys.map { UInt32(truncatingIfNeeded: $0) })

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

  /// Whether `scalar` composes with some scalar before it.
  static func joins(_ scalar: UInt32) -> Bool {
    (0x1161...0x1175).contains(scalar) || (0x11A8...0x11C2).contains(scalar) || seconds.contains(scalar)
  }

  static func compose(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    let (a, b) = (first.value, second.value)
    if (0x1100...0x1112).contains(a), (0x1161...0x1175).contains(b) {
      return Unicode.Scalar(0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28)
    }
    if (0xAC00...0xD7A3).contains(a), (a - 0xAC00) % 28 == 0, (0x11A8...0x11C2).contains(b) {
      return Unicode.Scalar(a + (b - 0x11A7))
    }
    return pairs[key(a, b)].flatMap { Unicode.Scalar($0) }
  }
}
