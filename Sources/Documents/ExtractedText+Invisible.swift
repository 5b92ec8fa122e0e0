// Text that is there and not seen. It may be harmless (a soft hyphen), or meant for machines only: instructions hidden from
// the people who read the same document. It is kept, because the text is the document's, but it is reported.

extension ExtractedText {
  private static let mostPlaces = 1000

  /// Finds the characters of the text that have no width, and notes them with those already noted.
  mutating func noteInvisibleCharacters() {
    var counts: [Invisible.Reason: Int] = [:]
    var found: [Invisible] = []
    var text = text
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        let lead = bytes[index]
        // All of them are in three or four bytes, beginning with one of these.
        guard lead == 0xE2 || lead == 0xEF || lead == 0xE1 || lead == 0xF3 else {
          index += 1
          continue
        }
        guard let (reason, length) = Self.invisible(bytes, at: index) else {
          index += 1
          continue
        }
        counts[reason, default: 0] += 1
        if let last = found.last, last.reason == reason, last.utf8.upperBound == index {
          found[found.count - 1].utf8 = last.utf8.lowerBound..<(index + length)
        } else if found.count < Self.mostPlaces {
          found.append(Invisible(reason: reason, utf8: index..<(index + length)))
        }
        index += length
      }
    }
    if found.isEmpty { return }
    invisible = (invisible + found).sorted { $0.utf8.lowerBound < $1.utf8.lowerBound }
    if invisible.count > Self.mostPlaces { invisible.removeLast(invisible.count - Self.mostPlaces) }
    for (reason, name) in [
      (Invisible.Reason.zeroWidth, "zeroWidthCharacters"), (.direction, "directionCharacters"), (.tag, "tagCharacters"),
    ] {
      if let count = counts[reason] { metadata[name] = String(count) }
    }
  }

  /// The kind and length of the invisible character at `index`. Joiners are not among them: scripts and emoji need them.
  private static func invisible(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Invisible.Reason, Int)? {
    guard index + 2 < bytes.count else { return nil }
    switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
    case (0xE2, 0x80, 0x8B), (0xE2, 0x81, 0xA0...0xA4), (0xEF, 0xBB, 0xBF), (0xE1, 0xA0, 0x8E): return (.zeroWidth, 3)
    case (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9): return (.direction, 3)
    case (0xF3, 0xA0, 0x80), (0xF3, 0xA0, 0x81): return index + 3 < bytes.count ? (.tag, 4) : nil
    default: return nil
    }
  }
}
