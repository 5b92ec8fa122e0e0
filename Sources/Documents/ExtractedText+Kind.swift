// What kind of text a document came to, for those who treat prose, code and tables differently.

extension ExtractedText {
  /// Whether it is the source of a program.
  public var isSourceCode: Bool { SourceLanguages.codeTypes.contains(mediaType) }

  /// Whether it is rows of cells under a header, and little else. The records of a CSV file are not: each of them names its
  /// columns itself.
  public var isTable: Bool {
    mediaType == DocumentFormat.workbook.mediaType || mediaType == DocumentFormat.openSpreadsheet.mediaType
  }

  /// Whether it is records that name their columns, apart from each other by empty lines.
  public var isRecords: Bool {
    mediaType == DocumentFormat.table.mediaType || mediaType == "text/tab-separated-values"
  }
}
