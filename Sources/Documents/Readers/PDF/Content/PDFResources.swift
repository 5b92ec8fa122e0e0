// What the names in a content stream stand for (ISO 32000-1, 7.8.3). Pages often share one dictionary, and fonts are shared by
// nearly all of them, so both are read once.

/// A resource dictionary, with the fonts that were asked for.
final class PDFResources {
  private let dictionary: PDFDictionary
  private let file: PDFFile
  private let library: PDFFontLibrary
  private var fonts: [String: PDFFont] = [:]

  init(_ dictionary: PDFDictionary, file: PDFFile, library: PDFFontLibrary) {
    self.dictionary = dictionary
    self.file = file
    self.library = library
  }

  /// The entry `name` of the part `category`; a reference is not followed.
  func entry(_ category: String, _ name: String) -> PDFValue? { file.resolve(dictionary[category])?.dictionary?[name] }

  func font(_ name: String) throws(PDFFault) -> PDFFont {
    if let known = fonts[name] { return known }
    let font = try library.font(entry("Font", name))
    fonts[name] = font
    return font
  }

  func font(_ value: PDFValue?) throws(PDFFault) -> PDFFont { try library.font(value) }
}

/// A document's fonts by the numbers of their objects.
final class PDFFontLibrary {
  private let file: PDFFile
  private var fonts: [Int: PDFFont] = [:]
  private lazy var fallback = PDFFont()

  init(file: PDFFile) { self.file = file }

  func font(_ value: PDFValue?) throws(PDFFault) -> PDFFont {
    if let number = value?.reference?.number, let known = fonts[number] { return known }
    guard let dictionary = file.resolve(value)?.dictionary else {
      file.noteError()
      return fallback
    }
    let font = try PDFFont(dictionary, file: file)
    if let number = value?.reference?.number { fonts[number] = font }
    return font
  }
}
