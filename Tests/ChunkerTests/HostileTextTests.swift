// Texts that make splitters quadratic. No time is asserted: a quadratic splitter does not end here within the day.
import Chunker
import Testing

struct HostileTextTests {
  @Test(arguments: [
    ("letters", "x", 10_000_000), ("flags", "🇨🇭", 1_200_000), ("families", "👩‍👩‍👧‍👦", 400_000), ("ideographs", "漢", 3_300_000),
    ("spaces", " ", 10_000_000), ("lines", "\n", 10_000_000), ("line ends", "\r\n", 5_000_000),
    ("accented spaces", " \u{301}", 3_000_000), ("conjuncts", "क्", 1_600_000), ("joiners", "\u{200D}", 3_300_000),
  ])
  func tenMegabytesOfOneThingAreSplit(name: String, unit: String, count: Int) throws {
    let text = String(repeating: unit, count: count)
    let chunks = try RecursiveChunker().chunks(of: text)
    let total = chunks.reduce(0) { $0 + $1.utf8.count }
    let isBlank = unit.allSatisfy(\.isWhitespace) && unit.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    #expect(chunks.isEmpty == isBlank, "\(name)")
    #expect(isBlank || total >= text.utf8.count, "\(name)")
    for chunk in chunks.prefix(20) { #expect(text[chunk].unicodeScalars.count <= 1000, "\(name)") }
  }

  @Test func aGraphemeOfTenMegabytesIsSplit() throws {
    let text = "a" + String(repeating: "\u{301}", count: 5_000_000)
    let chunks = try RecursiveChunker().chunks(of: text)
    #expect(chunks.count == 5001)
    #expect(chunks.last?.utf8.upperBound == text.utf8.count)
  }
}
