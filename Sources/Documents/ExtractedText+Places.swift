// The text map's answer to "where is this?".

extension ExtractedText {
  /// Where a range of the text is in its document.
  public struct Place: Sendable, Codable, Equatable {
    /// The page of its first byte; `nil` when the format has no pages.
    public var page: Int?
    /// The titles of the headings it stands under, outermost first.
    public var headingPath: [String]
    /// Where it is on its pages, one box for each line; empty when the format has no places.
    public var boxes: [BoxMap.Box]
  }

  /// The page, headings and boxes of `range`, in UTF-8 bytes.
  public func place(of range: Range<Int>) -> Place {
    Place(
      page: pageNumber(at: range.lowerBound), headingPath: headingPath(at: range.lowerBound),
      boxes: boxes?.boxes(of: range, in: self) ?? [])
  }
}
