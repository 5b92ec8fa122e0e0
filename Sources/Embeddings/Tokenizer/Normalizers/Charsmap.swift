// SentencePiece's precompiled normalisation: a double-array trie (darts-clone) from byte strings to replacement texts.
//
// The blob: the trie's size in bytes (32 bits, little endian), the trie's units (32 bits each), then replacement texts that end
// in a zero byte; a key's value is the offset of its text. The reference asks the trie for a whole grapheme cluster when it is
// shorter than 6 bytes, else scalar by scalar, and takes the *shortest* key the text begins with; so does this. Clusters are
// Swift's; where two neighbouring scalars never make one (nearly always) that is known from a table without asking.

/// `Precompiled` of tokenizer.json.
package struct Charsmap: TextNormalizer {
  private let units: [UInt32]
  private let texts: [UInt8]
  private let table: ScalarTable

  // Bits of the table: the scalar is replaced when it stands alone; a cluster may join it to a neighbour.
  private static let changes: UInt64 = 1
  private static let mayJoin: UInt64 = 2

  /// - Throws: `.modelDamaged` when the blob contradicts itself.
  package init(_ blob: [UInt8]) throws(EmbeddingError) {
    guard blob.count >= 4 else { throw .tokenizer("its precompiled_charsmap is too short") }
    let size = blob[..<4].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard size >= 4, size % 4 == 0, size <= blob.count - 4 else {
      throw .tokenizer("its precompiled_charsmap states a wrong size")
    }
    var units: [UInt32] = []
    units.reserveCapacity(size / 4)
    for index in stride(from: 4, to: 4 + size, by: 4) {
      units.append(
        UInt32(blob[index]) | UInt32(blob[index + 1]) << 8 | UInt32(blob[index + 2]) << 16
          | UInt32(blob[index + 3]) << 24)
    }
    let texts = Array(blob[(4 + size)...])
    guard String(validating: texts, as: UTF8.self) != nil else {
      throw .tokenizer("its precompiled_charsmap has texts that are not UTF-8")
    }
    self.units = units
    self.texts = texts
    let lookup = CharsmapLookup(units: units, texts: texts)
    table = ScalarTable { scalar in
      let isChanged = Array(String(scalar).utf8).withUnsafeBufferPointer { lookup.replacement(for: $0) } != nil
      return (isChanged ? Self.changes : 0) | (scalar.mayJoinCluster ? Self.mayJoin : 0)
    }
  }

  package func normalize(_ text: inout AlignedText) {
    let old = text
    var new: AlignedText?
    let lookup = CharsmapLookup(units: units, texts: texts)
    old.bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      var copied = 0
      var position = 0
      while position < buffer.count {
        let scalar = UTF8Text.scalar(bytes, position)
        let facts = table[scalar.value]
        let after = position + scalar.length
        let joins =
          (facts | (after < buffer.count ? table[UTF8Text.scalar(bytes, after).value] : 0)) & Self.mayJoin != 0
        if facts & Self.changes == 0, !joins {
          position = after
          continue
        }
        let end = joins ? joinedEnd(buffer, after) : after
        if new == nil { new = AlignedText(replacing: old) }
        new?.append(old, copied..<position)
        if joins {
          replaceClusters(old, buffer, position..<end, lookup, &new)
        } else if !replace(old, buffer, position..<end, lookup, &new) {
          new?.append(old, position..<end)
        }
        copied = end
        position = end
      }
      new?.append(old, copied..<buffer.count)
    }
    if let new { text = new }
  }

  /// The end of a stretch that begins before `position` and in which clusters may be longer than a scalar.
  private func joinedEnd(_ buffer: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
    guard let bytes = buffer.baseAddress else { return position }
    var end = position
    // Between two scalars neither of which may join there is a boundary.
    var previousMayJoin = true
    while end < buffer.count {
      let scalar = UTF8Text.scalar(bytes, end)
      let mayJoin = table[scalar.value] & Self.mayJoin != 0
      if !mayJoin, !previousMayJoin { return end }
      previousMayJoin = mayJoin
      end += scalar.length
    }
    return end
  }

  private func replaceClusters(
    _ old: borrowing AlignedText, _ buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ lookup: CharsmapLookup,
    _ new: inout AlignedText?
  ) {
    var start = range.lowerBound
    for cluster in String(decoding: UnsafeBufferPointer(rebasing: buffer[range]), as: UTF8.self) {
      let end = start + cluster.utf8.count
      if end - start >= 6 || !replace(old, buffer, start..<end, lookup, &new) {
        var position = start
        while position < end {
          let next = position + UTF8Text.length(buffer[position])
          if !replace(old, buffer, position..<next, lookup, &new) { new?.append(old, position..<next) }
          position = next
        }
      }
      start = end
    }
  }

  /// Appends what the scalars of `range` become; false when they stay.
  private func replace(
    _ old: borrowing AlignedText, _ buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ lookup: CharsmapLookup,
    _ new: inout AlignedText?
  ) -> Bool {
    guard let replacement = lookup.replacement(for: UnsafeBufferPointer(rebasing: buffer[range])) else { return false }
    // Scalar by scalar; what is left over on either side belongs to the last of the other.
    var source = range.lowerBound
    var index = replacement.lowerBound
    while index < replacement.upperBound {
      let end = min(index + UTF8Text.length(texts[index]), replacement.upperBound)
      new?.append(texts[index..<end], origin: old.origin(source))
      index = end
      let next = source + UTF8Text.length(buffer[source])
      if next < range.upperBound { source = next }
    }
    return true
  }
}

/// The trie of a charsmap. Every index into it is checked: the blob may be hostile.
struct CharsmapLookup {
  let units: [UInt32]
  let texts: [UInt8]

  /// The place in `texts` of what `key` is replaced with: the value of the shortest key of the trie that `key` begins with.
  func replacement(for key: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var node = Self.offset(units[0])
    for byte in key where byte != 0 {
      node ^= Int(byte)
      guard node < units.count else { return nil }
      let unit = units[node]
      guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
      node ^= Self.offset(unit)
      if unit >> 8 & 1 != 0 {
        guard node < units.count else { return nil }
        return text(at: Int(units[node] & 0x7FFF_FFFF))
      }
    }
    return nil
  }

  private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }

  private func text(at start: Int) -> Range<Int>? {
    guard start < texts.count, !UTF8Text.isContinuation(texts[start]) else { return nil }
    var end = start
    while end < texts.count, texts[end] != 0 { end += 1 }
    return start..<end
  }
}

extension Unicode.Scalar {
  /// Whether the scalar can be in a grapheme cluster (UAX #29) with a neighbour: false only for pairs of scalars between which
  /// there is always a boundary. A conservative reading of the rules, from properties the standard library has.
  fileprivate var mayJoinCluster: Bool {
    if value < 0x300 { return value == 0x0D || value == 0x0A }
    // Hangul letters; syllables join only letters, which may join themselves.
    if (0x1100...0x11FF).contains(value) || (0xA960...0xA97F).contains(value) || (0xD7B0...0xD7FF).contains(value) {
      return true
    }
    if properties.isGraphemeExtend || properties.isEmojiModifier || (0x1F1E6...0x1F1FF).contains(value) { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format, .unassigned: return true
    default: break
    }
    // Spacing marks and prepended letters that are letters by category (Thai and Lao AM, and GCB=Prepend).
    switch value {
    case 0x0E33, 0x0EB3, 0x0D4E, 0x111C2...0x111C3, 0x113D1, 0x1193F, 0x11941, 0x11A3A, 0x11A84...0x11A89, 0x11D46,
      0x11F02:
      return true
    default: return false
    }
  }
}
