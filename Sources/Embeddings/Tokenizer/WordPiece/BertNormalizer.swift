// What BERT does to one Unicode scalar before WordPiece sees it, as a table.
//
// The reference (`BertNormalizer` + `BertPreTokenizer` of Hugging Face's tokenizers) makes five passes over the text: drop
// control characters, turn white space into spaces, put spaces around CJK ideographs, decompose and drop accents (NFD, then
// every nonspacing mark), lower-case; then it cuts at white space and around punctuation. All of that depends on one scalar at
// a time (the canonical reordering that NFD adds only moves marks that are dropped anyway), so the whole of it is one look-up:
// scalar → a few pieces, each "word character", "separator" or "stands alone". The table is filled in pages of 256 scalars,
// each when a text first needs it; ASCII has its own table of 128.
//
// The reference's category tables are those of Unicode 8: a scalar that was assigned later is an ordinary word character there,
// so it is one here too.
import Platform
import Synchronization

/// The options of Hugging Face's `BertNormalizer`.
package struct BertNormalizerOptions: Sendable, Hashable {
  /// Drop control characters and U+FFFD, turn white space into spaces.
  package var cleansText = true
  /// Let every CJK ideograph be a word of its own.
  package var separatesIdeographs = true
  package var stripsAccents = true
  package var lowercases = true

  package init(
    cleansText: Bool = true, separatesIdeographs: Bool = true, stripsAccents: Bool = true, lowercases: Bool = true
  ) {
    self.cleansText = cleansText
    self.separatesIdeographs = separatesIdeographs
    self.stripsAccents = stripsAccents
    self.lowercases = lowercases
  }
}

/// What a normalised scalar does to the words around it.
package enum ScalarRole: UInt8, Sendable {
  /// Ends a word and is not part of any.
  case separator = 0
  /// Part of a word.
  case letter = 1
  /// A word of its own (punctuation, CJK ideographs).
  case alone = 2
}

/// One scalar after normalisation: its UTF-8 bytes, low byte first, and its role.
package struct NormalizedPiece: Sendable, Equatable {
  package var bytes: UInt32
  package var byteCount: UInt8
  package var role: ScalarRole

  init(_ scalar: Unicode.Scalar, role: ScalarRole) {
    var bytes: UInt32 = 0
    var count: UInt8 = 0
    for byte in UTF8.encode(scalar).unsafelyUnwrapped {
      bytes |= UInt32(byte) << (8 * UInt32(count))
      count += 1
    }
    (self.bytes, byteCount, self.role) = (bytes, count, role)
  }
}

/// The table for one set of options. Sendable: filled pages never change; filling is under a lock.
package final class BertNormalizer: Sendable {
  package let options: BertNormalizerOptions
  private let pages: PageDirectory
  private let filling = Lock(())

  package init(options: BertNormalizerOptions) {
    self.options = options
    pages = PageDirectory()
  }

  /// The pieces that `scalar` becomes: none when it is dropped, several when it decomposes. Any thread; 2-3 ns once its page
  /// is there, about 50 us to fill a page.
  @inline(__always)
  package func pieces(of scalar: UInt32) -> UnsafeBufferPointer<NormalizedPiece> {
    let page = pages[Int(scalar >> 8)] ?? fillPage(scalar >> 8)
    return page.pieces(at: Int(scalar & 0xFF))
  }

  @inline(never)
  private func fillPage(_ number: UInt32) -> NormalizerPage {
    filling.withLock { _ in
      if let page = pages[Int(number)] { return page }
      let page = NormalizerPage(
        (0..<256).map { low in
          Unicode.Scalar(number << 8 | low).map { normalize($0) } ?? []
        })
      pages.publish(page, at: Int(number))
      return page
    }
  }

  /// The definition that the table holds.
  package func normalize(_ scalar: Unicode.Scalar) -> [NormalizedPiece] {
    if options.cleansText {
      if scalar.value == 0 || scalar.value == 0xFFFD || scalar.isBertControl { return [] }
      if scalar.isBertSpace { return [NormalizedPiece(" ", role: .separator)] }
    }
    let standsAlone = options.separatesIdeographs && scalar.isBertIdeograph
    var scalars: [Unicode.Scalar] = [scalar]
    if options.stripsAccents {
      scalars = scalar.bertDecomposition.filter { !$0.isBertNonspacingMark }
    }
    if options.lowercases {
      scalars = scalars.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
    }
    return scalars.map { scalar in
      if scalar.properties.isWhitespace { return NormalizedPiece(scalar, role: .separator) }
      return NormalizedPiece(scalar, role: standsAlone || scalar.isBertPunctuation ? .alone : .letter)
    }
  }
}

/// The pieces of 256 scalars. Immutable; lives as long as its directory.
struct NormalizerPage: @unchecked Sendable {
  // Sendable: the memory is written in `init` only and freed only by the directory that owns it.
  fileprivate let starts: UnsafeMutablePointer<UInt16>
  fileprivate let storage: UnsafeMutablePointer<NormalizedPiece>

  fileprivate init(_ pieces: [[NormalizedPiece]]) {
    starts = .allocate(capacity: 257)
    storage = .allocate(capacity: max(1, pieces.reduce(0) { $0 + $1.count }))
    var count = 0
    for (index, list) in pieces.enumerated() {
      starts[index] = UInt16(count)
      for piece in list {
        (storage + count).initialize(to: piece)
        count += 1
      }
    }
    starts[256] = UInt16(count)
  }

  @inline(__always)
  func pieces(at index: Int) -> UnsafeBufferPointer<NormalizedPiece> {
    UnsafeBufferPointer(start: storage + Int(starts[index]), count: Int(starts[index + 1] - starts[index]))
  }
}

/// Page number → page, published once each.
private final class PageDirectory: @unchecked Sendable {
  // Sendable: every slot is an atomic that goes from 0 to the address of a finished page (release) and is read with acquire.
  private static let count = 0x1100
  private let slots: UnsafeMutablePointer<Atomic<UInt>>

  init() {
    slots = .allocate(capacity: Self.count)
    for index in 0..<Self.count { (slots + index).initialize(to: Atomic(0)) }
  }

  deinit {
    for index in 0..<Self.count {
      if let page = UnsafeMutablePointer<NormalizerPage>(bitPattern: slots[index].load(ordering: .relaxed)) {
        page.pointee.starts.deallocate()
        page.pointee.storage.deallocate()
        page.deallocate()
      }
    }
    slots.deallocate()
  }

  @inline(__always)
  subscript(index: Int) -> NormalizerPage? {
    UnsafeMutablePointer<NormalizerPage>(bitPattern: slots[index].load(ordering: .acquiring))?.pointee
  }

  func publish(_ page: NormalizerPage, at index: Int) {
    let address = UnsafeMutablePointer<NormalizerPage>.allocate(capacity: 1)
    address.initialize(to: page)
    slots[index].store(UInt(bitPattern: address), ordering: .releasing)
  }
}
