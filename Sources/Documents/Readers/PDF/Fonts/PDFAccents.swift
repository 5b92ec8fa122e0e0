// Letters with accents that are drawn as two glyphs, one over the other, as TeX does in its old fonts: nobody who searches for
// "é" finds "´e".

enum PDFAccents {
  /// An accent that stands alone, the one that belongs to a letter, and letters each followed by itself with the accent.
  private static let accents: [(spacing: UInt32, combining: UInt32, letters: [Unicode.Scalar])] = [
    (0xB4, 0x301, "aácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzźAÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹ"),
    (0x60, 0x300, "aàeèiìnǹoòuùwẁyỳAÀEÈIÌNǸOÒUÙWẀYỲ"),
    (0xA8, 0x308, "aäeëhḧiïoötẗuüwẅxẍyÿAÄEËHḦIÏOÖUÜWẄXẌYŸ"),
    (0x2C6, 0x302, "aâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑAÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐ"),
    (0x2DC, 0x303, "aãeẽiĩnñoõuũvṽyỹAÃEẼIĨNÑOÕUŨVṼYỸ"),
    (0xAF, 0x304, "aāeēgḡiīoōuūyȳAĀEĒGḠIĪOŌUŪYȲ"),
    (0xB8, 0x327, "cçdḑeȩgģhḩkķlļnņrŗsştţCÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢ"),
    (0x2C7, 0x30C, "aǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžAǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽ"),
    (0x2D8, 0x306, "aăeĕgğiĭoŏuŭAĂEĔGĞIĬOŎUŬ"),
    (0x2D9, 0x307, "aȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżAȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻ"),
    (0x2DD, 0x30B, "oőuűOŐUŰ"),
    (0x2DA, 0x30A, "aåuůwẘyẙAÅUŮ"),
    (0x2DB, 0x328, "aąeęiįoǫuųAĄEĘIĮOǪUŲ"),
  ].map { ($0, $1, Array($2.unicodeScalars)) }

  /// The accent that `character` is, from 1; 0 when it is none.
  static func number(of character: UInt32) -> UInt8 {
    UInt8((accents.firstIndex { $0.spacing == character } ?? -1) + 1)
  }

  /// A letter with an accent, in UTF-8; `nil` when `glyph` is no letter.
  static func composed(_ accent: UInt8, over glyph: PDFGlyph) -> [UInt8]? {
    let letter: Unicode.Scalar
    switch (glyph.count, glyph.utf8) {
    case (1, 0x41...0x5A), (1, 0x61...0x7A): letter = Unicode.Scalar(UInt8(truncatingIfNeeded: glyph.utf8))
    // "ı" and "ȷ", which are there to carry accents.
    case (2, 0xB1C4): letter = "i"
    case (2, 0xB7C8): letter = "j"
    default: return nil
    }
    guard (1...accents.count).contains(Int(accent)) else { return nil }
    let (_, combining, letters) = accents[Int(accent) - 1]
    var text = String.UnicodeScalarView()
    if let index = stride(from: 0, to: letters.count - 1, by: 2).first(where: { letters[$0] == letter }) {
      text.append(letters[index + 1])
    } else {
      text.append(letter)
      if let mark = Unicode.Scalar(combining) { text.append(mark) }
    }
    return Array(String(text).utf8)
  }
}
