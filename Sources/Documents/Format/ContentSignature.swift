// What the first bytes of a file say it is. Content is believed before any name.

/// What a file's opening bytes give away.
enum ContentSignature: Equatable {
  case pdf
  /// Word, and much else: the archive's entries decide.
  case zip
  /// The container of old Office files and of encrypted new ones.
  case compoundFile
  case richText
  /// A picture, which may be of text.
  case image(DocumentFormat)
  /// Some other kind, as people call it.
  case other(String)

  /// The signature in `head`, the first bytes of a file (1,024 suffice); `nil` when there is none: probably text.
  init?(head: ArraySlice<UInt8>) {
    let head = Array(head)
    // Acrobat accepts a PDF whose header is not at the very start, and such files are about.
    if head.prefix(1024).firstRange(of: "%PDF-".utf8) != nil {
      self = .pdf
    } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      self = .zip
    } else if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .compoundFile
    } else if head.starts(with: "{\\rtf".utf8) {
      self = .richText
    } else if let match = Self.images.first(where: { head.dropFirst($0.offset).starts(with: $0.bytes) }) {
      self = .image(match.format)
    } else if let match = Self.table.first(where: { head.dropFirst($0.offset).starts(with: $0.bytes) }) {
      self = .other(match.name)
    } else {
      return nil
    }
  }

  private static let images: [(offset: Int, bytes: [UInt8], format: DocumentFormat)] = [
    (0, [0x89] + Array("PNG\r\n".utf8), .png),
    (0, [0xFF, 0xD8, 0xFF], .jpeg),
    (0, Array("GIF87a".utf8), .gif),
    (0, Array("GIF89a".utf8), .gif),
    (0, [0x49, 0x49, 0x2A, 0x00], .tiff),
    (0, [0x4D, 0x4D, 0x00, 0x2A], .tiff),
    (8, Array("WEBP".utf8), .webp),
  ]

  private static let table: [(offset: Int, bytes: [UInt8], name: String)] = [
    (8, Array("WAVE".utf8), "an audio file"),
    (8, Array("AVI ".utf8), "a video"),
    (4, Array("ftyphei".utf8), "a HEIC image"),
    (4, Array("ftypM4A".utf8), "an audio file"),
    (4, Array("ftyp".utf8), "a video"),
    (0, Array("ID3".utf8) + [0x03], "an audio file"),
    (0, Array("ID3".utf8) + [0x04], "an audio file"),
    (0, [0xFF, 0xFB, 0x90], "an audio file"),
    (0, Array("OggS".utf8) + [0], "an audio file"),
    (0, Array("fLaC".utf8) + [0], "an audio file"),
    (0, [0x1A, 0x45, 0xDF, 0xA3], "a video"),
    (0, [0x1F, 0x8B, 0x08], "a gzip archive"),
    (0, Array("BZh".utf8) + [0x39, 0x31, 0x41, 0x59], "a bzip2 archive"),
    (0, [0xFD] + Array("7zXZ".utf8) + [0], "an xz archive"),
    (0, [0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive"),
    (0, Array("Rar!".utf8) + [0x1A, 0x07], "a RAR archive"),
    (257, Array("ustar".utf8), "a tar archive"),
    (0, [0x7F] + Array("ELF".utf8), "a program"),
    (0, [0x4D, 0x5A, 0x90, 0x00], "a program"),
    (0, [0xCF, 0xFA, 0xED, 0xFE], "a program"),
    (0, [0xCA, 0xFE, 0xBA, 0xBE], "a program"),
    (0, [0x00] + Array("asm".utf8), "a program"),
    (0, Array("SQLite format 3".utf8) + [0], "an SQLite database"),
    (0, Array("%!PS".utf8), "a PostScript file"),
    (0, Array("wOFF".utf8), "a font"),
    (0, Array("wOF2".utf8), "a font"),
  ]
}

extension Collection where Element == UInt8 {
  /// The first place where `pattern` occurs.
  func firstRange(of pattern: some Collection<UInt8>) -> Range<Index>? {
    var start = startIndex
    while start != endIndex {
      if self[start...].starts(with: pattern) { return start..<(index(start, offsetBy: pattern.count)) }
      start = index(after: start)
    }
    return nil
  }
}
