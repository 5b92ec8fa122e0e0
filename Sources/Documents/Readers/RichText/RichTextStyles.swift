// The tables at the head of an RTF file: which fonts are in which code page, and which paragraph styles are headings.

/// Fonts and styles of an RTF file.
struct RichTextStyles {
  /// The file's code page, for fonts that have none of their own.
  var codePage = 1252
  private var fontCodePages: [Int: Int] = [:]
  private var levels: [Int: Int] = [:]

  /// The encoding, as iconv names it, of text in this font.
  func encoding(ofFont font: Int) -> String {
    let page = fontCodePages[font] ?? codePage
    return switch page {
    case 10_000: "MACINTOSH"
    case 65_001: "UTF-8"
    case 936: "GB18030"
    case 437, 737, 775, 850, 852, 855, 857, 860...866, 869, 874, 932, 949, 950: "CP\(page)"
    default: "WINDOWS-\(page)"
    }
  }

  mutating func setCharset(_ charset: Int, ofFont font: Int) {
    let pages = [
      77: 10_000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
      178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 255: 437,
    ]
    // 0 (ANSI) and 1 (default) mean the file's own.
    if fontCodePages.count < 10_000 { fontCodePages[font] = pages[charset] }
  }

  mutating func setLevel(_ outlineLevel: Int, of style: Int) {
    guard (0..<9).contains(outlineLevel), levels.count < 10_000 else { return }
    levels[style] = outlineLevel + 1
  }

  /// Programs that write no outline level still use the customary names.
  mutating func name(_ style: Int, _ name: String) {
    let name = name.lowercased()
    guard levels[style] == nil, levels.count < 10_000, name.hasPrefix("heading ") || name.hasPrefix("title;") else { return }
    if name == "title;" { levels[style] = 1 }
    let digits = name.dropFirst(8).prefix { $0.isASCII && $0.isNumber }
    if let level = Int(digits), (1...9).contains(level) { levels[style] = level }
  }

  func level(of style: Int) -> Int? { levels[style] }
}
