// The operators of content streams that matter to text, by their letters (ISO 32000-1, annex A).

/// Operators as the scanner spells them: the first letter lowest.
enum PDFOperator {
  /// TJ
  static let showArray: UInt32 = 0x4A54
  /// Tj
  static let show: UInt32 = 0x6A54
  /// Td
  static let move: UInt32 = 0x6454
  /// TD
  static let moveWithLeading: UInt32 = 0x4454
  /// Tm
  static let setMatrix: UInt32 = 0x6D54
  /// T*
  static let nextLine: UInt32 = 0x2A54
  /// '
  static let nextLineShow: UInt32 = 0x27
  /// "
  static let nextLineSpacedShow: UInt32 = 0x22
  /// Tf
  static let font: UInt32 = 0x6654
  /// BT
  static let beginText: UInt32 = 0x5442
  /// ET
  static let endText: UInt32 = 0x5445
  /// Tc
  static let characterSpacing: UInt32 = 0x6354
  /// Tw
  static let wordSpacing: UInt32 = 0x7754
  /// Tz
  static let horizontalScale: UInt32 = 0x7A54
  /// TL
  static let leading: UInt32 = 0x4C54
  /// Ts
  static let rise: UInt32 = 0x7354
  /// Tr
  static let renderMode: UInt32 = 0x7254
  /// q
  static let save: UInt32 = 0x71
  /// Q
  static let restore: UInt32 = 0x51
  /// cm
  static let concatenate: UInt32 = 0x6D63
  /// Do
  static let draw: UInt32 = 0x6F44
  /// gs
  static let graphicsState: UInt32 = 0x7367
  /// BI
  static let inlineImage: UInt32 = 0x4942
  /// BMC
  static let beginMarked: UInt32 = 0x434D42
  /// BDC
  static let beginMarkedWithProperties: UInt32 = 0x434442
  /// EMC
  static let endMarked: UInt32 = 0x434D45
  /// re
  static let rectangle: UInt32 = 0x6572
  /// m
  static let moveTo: UInt32 = 0x6D
  /// l
  static let lineTo: UInt32 = 0x6C
  /// c
  static let curveTo: UInt32 = 0x63
  /// f
  static let fill: UInt32 = 0x66
  /// F
  static let fillOld: UInt32 = 0x46
  /// f*
  static let fillEvenOdd: UInt32 = 0x2A66
  /// B
  static let fillStroke: UInt32 = 0x42
  /// B*
  static let fillStrokeEvenOdd: UInt32 = 0x2A42
  /// b
  static let closeFillStroke: UInt32 = 0x62
  /// b*
  static let closeFillStrokeEvenOdd: UInt32 = 0x2A62
  /// S
  static let stroke: UInt32 = 0x53
  /// s
  static let closeStroke: UInt32 = 0x73
  /// n
  static let endPath: UInt32 = 0x6E
  /// sh
  static let shading: UInt32 = 0x6873
  /// g
  static let fillGray: UInt32 = 0x67
  /// rg
  static let fillRGB: UInt32 = 0x6772
  /// k
  static let fillCMYK: UInt32 = 0x6B
  /// cs
  static let fillSpace: UInt32 = 0x7363
  /// sc
  static let fillColor: UInt32 = 0x6373
  /// scn
  static let fillColorNamed: UInt32 = 0x6E6373
}
