// What a tokenizer makes of a text: ids, and the bytes each of them stands for.

/// A piece of text with its place in the source.
public struct Token: Sendable, Hashable {
  /// The row of the model's embedding table.
  public var id: Int32
  /// The bytes of the source's UTF-8 that the token stands for. Empty for tokens that are added around the text.
  public var utf8: Range<Int>

  public init(id: Int32, utf8: Range<Int>) {
    self.id = id
    self.utf8 = utf8
  }
}
