// What RTF's control words mean to a reader of text.

enum RichTextWords {
  typealias Destination = RichTextInterpreter.Destination

  /// Words that open a destination.
  static let destinations: [String: Destination] = {
    var table: [String: Destination] = [
      "fonttbl": .fontTable, "stylesheet": .styleSheet, "info": .information, "title": .field("title"),
      "author": .field("author"), "subject": .field("subject"), "keywords": .field("keywords"),
      "doccomm": .field("description"), "creatim": .field("created"), "revtim": .field("modified"),
    ]
    for name in [
      "colortbl", "pict", "objdata", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl",
      "footerr", "footerf", "footnote", "annotation", "atnid", "atnauthor", "fldinst", "listtext", "pntext",
      "nonshppict", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata",
      "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "mmathPr", "bkmkstart", "bkmkend", "xe", "tc",
      "private", "operator", "company", "manager", "category", "printim", "buptim", "hlinkbase", "shpinst", "pntxtb",
      "pntxta", "falt", "panose", "template", "wgrffmtfilter", "pgptbl", "keycode",
    ] { table[name] = .skipped }
    // A text box is drawn, but its text is text.
    table["shptxt"] = .body
    return table
  }()

  /// Optional destinations whose text is text all the same.
  static let optionalText: Set<String> = ["shptxt", "fldrslt"]

  /// Words that stand for characters.
  static let characters: [String: String] = [
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u{200D}", "zwnj": "\u{200C}",
  ]
}

extension RichTextInterpreter {
  /// A word in the text itself.
  mutating func applyInBody(_ name: String, _ number: Int?) throws(DocumentError) {
    switch name {
    case "par", "sect": if isShown { paragraph.end(in: &flow) }
    case "page", "column": flow.add(.block)
    case "line", "lbr": flow.addLineBreak()
    case "pard":
      paragraph.isInTable = false
      paragraph.reset()
    case "s": if let number { paragraph.level = styles.level(of: number) }
    case "outlinelevel": if let number, (0..<9).contains(number) { paragraph.level = number + 1 }
    case "ls": paragraph.isListItem = number != 0
    case "intbl": paragraph.isInTable = true
    case "cell", "nestcell": paragraph.endCell(in: &flow)
    case "row", "nestrow": paragraph.endRow(in: &flow)
    default: if let character = RichTextWords.characters[name] { try add(Array(character.utf8)) }
    }
  }
}
